using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>chat.md section 16, scenarios 39, 41, 44 and 45: what moderators see and may do, and rights that are withdrawn.</summary>
public sealed class ChatModerationScenarioTests : IAsyncLifetime
{
    private WireServer _server = null!;
    private string _world = "";
    private string _channel = "";

    public async Task InitializeAsync()
    {
        _server = await WireServer.StartAsync(isPatient: true);
        _world = await _server.ImportWorldAsync(
            WireToken.Config(),
            """
            {
              "attendee": ["world:view"],
              "participant": ["room:view", "room:chat.read", "room:chat.join", "room:chat.send"],
              "moderator": ["room:chat.moderate", "world:users.manage"]
            }
            """,
            """{"attendee": [], "moderator": ["moderator"]}""");
        _channel = await _server.FindChannelAsync(_world, "text");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario39_AdminFields_AreForThoseWhoManageUsersOnly()
    {
        await using var author = await JoinAsync("author", "guest");
        await using var moderator = await JoinAsync("moderator", "moderator");
        await author.ReceivePushAsync("chat.event");
        var user = WireServer.UserIdOf(author).ToString();

        await author.CallAsync("chat.send", Message("""{"type":"text","body":"x"}"""));

        var shown = (await moderator.ReceivePushAsync("chat.event"))["users"]![user]!.AsObject();
        Assert.Equal("author", (string?)shown["token_id"]);
        Assert.Equal("", (string?)shown["moderation_state"]);
        var plain = (await author.ReceivePushAsync("chat.event"))["users"]![user]!.AsObject();
        Assert.False(plain.ContainsKey("token_id") || plain.ContainsKey("moderation_state"));
        var members = (await moderator.CallAsync("chat.subscribe", new JsonObject { ["channel"] = _channel }))["members"]!.AsArray();
        Assert.All(members, member => Assert.True(member!.AsObject().ContainsKey("token_id")));
        var plainMembers = (await author.CallAsync("chat.subscribe", new JsonObject { ["channel"] = _channel }))["members"]!.AsArray();
        Assert.All(plainMembers, member => Assert.False(member!.AsObject().ContainsKey("token_id")));
    }

    [Fact]
    public async Task Scenario41And44_Moderator_MayDeleteButNotEditAndTheAuthorCannotUndoIt()
    {
        await using var author = await JoinAsync("author", "guest");
        await using var moderator = await JoinAsync("moderator", "moderator");
        await author.ReceivePushAsync("chat.event");
        var original = (long)(await author.CallAsync("chat.send", Message("""{"type":"text","body":"bad"}""")))["event"]!["event_id"]!;
        await author.ReceivePushAsync("chat.event");
        await moderator.ReceivePushAsync("chat.event");

        var edit = Message("""{"type":"text","body":"good"}""", original);
        Assert.Equal("chat.denied", (string?)(await moderator.CallForErrorAsync("chat.send", edit))["code"]);
        await moderator.CallAsync("chat.send", Message("""{"type":"deleted"}""", original));

        var push = await author.ReceivePushAsync("chat.event");
        Assert.Equal(original, (long)push["replaces"]!);
        Assert.Equal(WireServer.UserIdOf(moderator).ToString(), (string?)push["sender"]);
        Assert.Equal("chat.denied", (string?)(await author.CallForErrorAsync("chat.send", edit))["code"]);
        Assert.Equal("""{"type":"deleted"}""", (await _server.ReadJsonAsync($"SELECT content FROM core_chatevent WHERE id = {original}")).ToJsonString());
        const string audit = "FROM core_auditlog WHERE type = 'chat.event.updated'";
        Assert.Equal(WireServer.UserIdOf(moderator).ToString(), await _server.ReadSqlAsync($"SELECT user_id {audit}"));
        Assert.False((bool)(await _server.ReadJsonAsync($"SELECT data {audit}"))["by_same_user"]!);
    }

    [Fact]
    public async Task Scenario45_SubscriberWhoLostTheRoom_GetsNoPush()
    {
        var channel = await _server.FindChannelAsync(_world, "private");
        await using var author = await JoinAsync("author", "insider", channel);
        await using var reader = await JoinAsync("reader", "insider", channel);
        await author.ReceivePushAsync("chat.event");
        await _server.GiveTraitsAsync(reader, "");
        _server.Time.Advance(TimeSpan.FromSeconds(40));
        var refusal = await reader.CallForErrorAsync("chat.subscribe", new JsonObject { ["channel"] = channel });
        Assert.Equal("protocol.denied", (string?)refusal["code"]);

        var message = Message("""{"type":"text","body":"secret"}""");
        message["channel"] = channel;
        await author.CallAsync("chat.send", message);

        await author.ReceivePushAsync("chat.event");
        await reader.ExpectNothingAsync();
        Assert.Equal("2", await _server.ReadSqlAsync("SELECT count(*) FROM core_membership"));
    }

    private JsonObject Message(string content, long? replaces = null) => new JsonObject
    {
        ["channel"] = _channel,
        ["event_type"] = "channel.message",
        ["content"] = JsonNode.Parse(content),
        ["replaces"] = replaces,
    };

    private async Task<VenuelessClient> JoinAsync(string uid, string trait, string? channel = null)
    {
        var client = await VenuelessClient.ConnectAsync(_server.Port, _world);
        await client.AuthenticateAsync(WireToken.Body(uid, trait));
        await client.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = uid } });
        await client.CallAsync("chat.join", new JsonObject { ["channel"] = channel ?? _channel });
        await client.ReceivePushAsync("chat.event");
        return client;
    }
}
