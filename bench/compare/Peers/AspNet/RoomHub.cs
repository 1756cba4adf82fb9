using Microsoft.AspNetCore.SignalR;

namespace Venueless.Fast.Compare.Peers.AspNet;

/// <summary>SignalR as its documentation shows it: everybody is in one group, a text goes to the group.</summary>
internal sealed class RoomHub : Hub
{
    public const string Path = "/hub";

    private const string Room = "room";

    public override Task OnConnectedAsync() => Groups.AddToGroupAsync(Context.ConnectionId, Room);

    public Task Publish(string message) => Clients.Group(Room).SendAsync("message", message);
}
