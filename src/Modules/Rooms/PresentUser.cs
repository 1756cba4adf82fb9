namespace Venueless.Fast.Modules.Rooms;

/// <summary>A user in a room. Under the crowd's lock.</summary>
internal sealed class PresentUser(long view)
{
    /// <summary>The one open row of <c>core_roomview</c> for all connections of the user.</summary>
    public long View { get; } = view;

    /// <summary>Connections of the user in the room, at least 1.</summary>
    public int Connections { get; set; } = 1;
}
