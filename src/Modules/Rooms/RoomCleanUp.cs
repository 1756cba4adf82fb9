using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>A closed connection leaves every room it is in (rooms.md section 4.2).</summary>
public sealed class RoomCleanUp(RoomService service) : ISessionCleanUp
{
    private readonly RoomService _service = service;

    /// <inheritdoc/>
    public string Name => "room";

    /// <inheritdoc/>
    public ValueTask CleanUpAsync(Session session, ConnectionClosed closed) => _service.CleanUpAsync(session);
}
