using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Chat;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Chat;

/// <summary>Forced joins; Sn is the scenario of chat.md section 16.</summary>
public sealed class ForcedJoinTests
{
    private readonly VenueNode _node = new();

    public ForcedJoinTests() => _node.PutRooms(
        VenueWorld.R with { ForceJoin = true }, VenueWorld.Hidden with { ForceJoin = true }, VenueWorld.S with { ForceJoin = true });

    [Fact]
    public async Task S77_DisplayNameSet_ThenListFollows()
    {
        var a = await _node.LogInAsync(_node.Users.Put(_node.NewUser() with { Profile = VenueWorld.Json("{}") }));
        Assert.Empty(a.Connection.TakeAll());

        a.Session.UserState!.Update(_node.Users.Put(a.User with { Profile = VenueWorld.Json("""{"display_name":"A"}"""), Version = 2 }));
        await ((IProfileStep)new ForcedJoins(_node.Chat)).RunAsync(a.Session);

        Assert.Equal(VenueWorld.R.Channel.ToString(), (string?)Assert.Single(Assert.Single(a.TakePushes("chat.channels"))["channels"]!.AsArray())!["id"]);
        Assert.Empty(a.Session.SubscribedChannels);
        Assert.Empty((await _node.LogInAsync(_node.Users.Get(a.User.Id))).Connection.TakeAll());
        Assert.Single(_node.Chats.Events);
    }

    [Fact]
    public async Task S78_Login_JoinsOnceAndTellsSubscribers()
    {
        var subscriber = await _node.LogInAsync();
        await subscriber.AskAsync("chat.subscribe", VenueNode.Body(VenueWorld.R));
        subscriber.Connection.TakeAll();

        var a = await _node.LogInAsync();

        Assert.Equal(["chat.channels"], a.TakeNames());
        Assert.Equal(a.UserId, (string?)Assert.Single(subscriber.TakePushes("chat.event"))["sender"]);
        Assert.Null(_node.Chats.FindMembership(VenueWorld.Hidden.Channel!.Value, a.User.Id));
    }

    [Fact]
    public async Task S78_VolatileMembership_IsConvertedSilently()
    {
        var user = _node.NewUser();
        _node.Chats.PutMembership(VenueWorld.R.Channel!.Value, user.Id, isVolatile: true);

        var a = await _node.LogInAsync(user);

        Assert.Empty(a.Connection.TakeAll());
        Assert.False(_node.Chats.FindMembership(VenueWorld.R.Channel!.Value, user.Id)!.Value.IsVolatile);
        Assert.Empty(_node.Chats.Events);
    }

    [Fact]
    public async Task StoreAway_LoginStands()
    {
        _node.Chats.Faults.IsAway = true;

        var a = await _node.LogInAsync();

        Assert.Equal(SessionState.Authenticated, a.Session.State);
        Assert.Empty(a.Connection.TakeAll());
    }
}
