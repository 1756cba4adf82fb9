using Venueless.Fast.Core.Freshness;

namespace Venueless.Fast.Core.Sessions;

/// <summary>What every login to a world is told by the key <c>announcements</c> (announcements.md section 3); the same for all users. Thread-safe.</summary>
public interface IVisibleAnnouncements
{
    /// <summary>
    /// The JSON array: as the store has it at some moment after the session has joined its world's topic, or newer. What changes afterwards is pushed. May throw
    /// <see cref="Ports.StoreUnavailableException"/>.
    /// </summary>
    /// <param name="world">Validated since the login began.</param>
    ValueTask<ReadOnlyMemory<byte>> ReadAsync(WorldState world);
}
