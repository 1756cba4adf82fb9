using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Core.Sessions;

/// <summary>The world as one user sees it: world.md section 2. Implemented by the Worlds module, asked by whoever sends it. Thread-safe.</summary>
public interface IWorldConfig
{
    /// <summary>Everything that has to be read or made before <see cref="Write"/>, which cannot wait. Throws <see cref="Ports.StoreUnavailableException"/>.</summary>
    ValueTask PrepareAsync(World world);

    /// <summary>Writes the object.</summary>
    /// <param name="rights">Of this snapshot of the world; users who share them share the encoding.</param>
    void Write(Utf8JsonWriter json, World world, UserRights rights);

    /// <summary>As <see cref="Write"/>, and returns the same bytes as a part of a compressed message (<see cref="Buffers.SharedFrame.AttachCompressed"/>).</summary>
    /// <remarks>Compressed once for all users who share the rights, until a room's crowd step changes.</remarks>
    ReadOnlySpan<byte> WriteAndCompress(Utf8JsonWriter json, World world, UserRights rights);

    /// <summary>Writes one room object.</summary>
    /// <param name="withUsers">False for the <c>room.create</c> push, which has no <c>users</c>.</param>
    void WriteRoom(Utf8JsonWriter json, World world, Room room, UserRights rights, bool withUsers);
}
