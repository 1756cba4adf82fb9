using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Worlds;

namespace Venueless.Fast.Modules.Tests.Auth;

/// <summary>The answer of a login and the errors of its body (auth-and-users.md section 16).</summary>
public sealed class AuthenticatorTests
{
    private readonly TestNode _node = new();

    [Fact]
    public async Task Authenticate_ByNumber_AnswersWithExactlySevenKeys_Scenario1()
    {
        _node.Worlds.Put(
            Sample.World(),
            Sample.Room(Sample.Stage, "Stage", modules: """[{"type": "chat.native", "config": {"volatile": true}}]""", channel: Sample.StageChannel));

        var client = await _node.ConnectAsync();
        var answer = await client.AskAsync("""["authenticate", {"client_id": 4}]""");

        var user = Assert.Single(_node.Users.Users);
        Assert.Equal("4", user.ClientId);
        JsonAssert.Equal(
            $$"""
            ["authenticated", {
              "user.config": {"id": "{{user.Id}}", "profile": {}, "pretalx_id": null, "deleted": false, "inactive": false, "badges": [], "client_state": {} },
              "world.config": {
                "world": {"id": "rivercon", "title": "River Con", "pretalx": {}, "profile_fields": [], "social_logins": [],
                          "iframe_blockers": {"default": {"enabled": false, "policy_url": null} }, "onsite_traits": [],
                          "vapid_public_key": "{{VapidPoint.Encode(Sample.Keys.PublicKey)}}", "permissions": ["world:view"]},
                "permissions": ["world:view"],
                "rooms": [{"id": "{{Sample.Stage}}", "name": "Stage", "description": null, "picture": null, "import_id": null, "pretalx_id": 0,
                           "permissions": ["room:chat.read", "room:view"], "force_join": false,
                           "modules": [{"type": "chat.native", "config": {"volatile": true}, "channel_id": "{{Sample.StageChannel}}"}],
                           "schedule_data": null, "users": "none"}]
              },
              "chat.channels": [], "chat.read_pointers": {}, "chat.notification_counts": {},
              "exhibition": {"exhibitors": [], "contact_requests": []}, "announcements": []
            }]
            """,
            answer);
        Assert.Equal(SessionState.Authenticated, client.Session.State);
        Assert.True(client.Connection.AllowsLargeMessages);
        Assert.Equal([Sample.Stage], client.Session.KnownRooms);
    }

    [Fact]
    public async Task Authenticate_LooksAtCrowdStepsOnlyOnceTheirChangesPass()
    {
        _node.Worlds.Put(Sample.World(), Sample.Room(Sample.Stage, "Stage"));
        var client = await _node.ConnectAsync();
        var passed = false;
        _node.LoginStores.OnStep = () => passed = client.Session.KnownRooms.Contains(Sample.Stage);

        await client.AskAsync("""["authenticate", {"client_id": "x"}]""");

        Assert.True(passed);
    }

    [Fact]
    public async Task Authenticate_NumberAndItsText_AreOneUser_Scenario1()
    {
        await _node.LogInAsync("""{"client_id": 4}""");
        await _node.LogInAsync("""{"client_id": "4"}""");

        Assert.Single(_node.Users.Users);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("\"x\"")]
    [InlineData("""{"client_id": ""}""")]
    [InlineData("""{"client_id": 0}""")]
    [InlineData("""{"client_id": -0.0}""")]
    [InlineData("""{"client_id": false}""")]
    [InlineData("""{"client_id": null}""")]
    [InlineData("""{"client_id": "x", "client_id": ""}""")]
    [InlineData("""{"\ud800": 1}""")]
    public async Task Authenticate_WithoutTokenAndClientId_IsRefused_Scenario2(string body)
    {
        var client = await _node.ConnectAsync();

        JsonAssert.Equal("""["error", {"code": "auth.missing_id_or_token"}]""", await client.AskAsync($"""["authenticate", {body}]"""));
        Assert.Null(client.Connection.Closed);
    }

    [Theory]
    [InlineData("""{"client_id": []}""")]
    [InlineData("""{"client_id": {}}""")]
    [InlineData("""{"client_id": true}""")]
    [InlineData("""{"client_id": "a\u0000b"}""")]
    [InlineData("""{"client_id": "\ud800"}""")]
    public async Task Authenticate_WithUnusableClientId_IsInvalidBody(string body)
    {
        var client = await _node.ConnectAsync();

        var answer = await client.AskAsync($"""["authenticate", {body}]""");

        Assert.Equal("protocol.invalid_body", (string?)answer[1]!["code"]);
        Assert.NotEmpty((string?)answer[1]!["message"] ?? "");
        Assert.Empty(_node.Users.Users);
    }

    [Fact]
    public async Task Authenticate_ClientIdLength_Is200CodePoints()
    {
        var client = await _node.ConnectAsync();
        var tooLong = await client.AskAsync($$"""["authenticate", {"client_id": "{{new string('x', 201)}}"}]""");
        var longest = string.Concat(Enumerable.Repeat("😀", 200));

        Assert.Equal("protocol.invalid_body", (string?)tooLong[1]!["code"]);
        await _node.LogInAsync($$"""{"client_id": "{{longest}}"}""");
        Assert.Equal(longest, Assert.Single(_node.Users.Users).ClientId);
    }

    [Fact]
    public async Task Authenticate_ThreeElements_EchoTheIdInErrorsOnly()
    {
        var client = await _node.ConnectAsync();

        JsonAssert.Equal("""["error", 7, {"code": "auth.missing_id_or_token"}]""", await client.AskAsync("""["authenticate", 7, {}]"""));
        JsonAssert.Equal("""["error", "a", {"code": "auth.invalid_token"}]""", await client.AskAsync("""["authenticate", "a", {"token": null}]"""));
        var answer = await client.AskAsync("""["authenticate", 9, {"client_id": "x"}]""");
        Assert.Equal("authenticated", (string?)answer[0]);
        Assert.Equal(2, answer.Count);
    }

    [Fact]
    public async Task Authenticate_AfterAFailure_WorksOnTheSameConnection()
    {
        var client = await _node.ConnectAsync();
        await client.AskAsync("""["authenticate", {"token": "x"}]""");

        var answer = await client.AskAsync("""["authenticate", {"client_id": "x"}]""");

        Assert.Equal("authenticated", (string?)answer[0]);
    }

    [Fact]
    public async Task Authenticate_Twice_IsAnUnknownCommand()
    {
        var client = await _node.LogInAsync("""{"client_id": "x"}""");

        JsonAssert.Equal("""["error", 5, {"code": "protocol.unknown_command"}]""", await client.AskAsync("""["authenticate", 5, {"client_id": "x"}]"""));
    }

    [Fact]
    public async Task Authenticate_OnlyActiveAnnouncements_Scenario18()
    {
        var shown = new Announcement(Guid.NewGuid(), "Lunch", new DateTimeOffset(2024, 5, 1, 13, 0, 0, TimeSpan.FromHours(2)), "active");
        _node.Announcements.Rows.AddRange([shown, new Announcement(Guid.NewGuid(), "Old", null, "archived")]);

        var answer = await (await _node.ConnectAsync()).AskAsync("""["authenticate", {"client_id": "x"}]""");

        JsonAssert.Equal(
            $$"""[{"id": "{{shown.Id}}", "text": "Lunch", "show_until": "2024-05-01T11:00:00+00:00", "state": "active", "is_visible": true}]""",
            answer[1]!["announcements"]);
    }

    [Fact]
    public async Task Authenticate_ListsVisiblePersistentMemberships()
    {
        var user = _node.Users.Put(Sample.User(clientId: "x"));
        var other = _node.Users.Put(Sample.User(clientId: "y", profile: """{"display_name": "Ines"}"""));
        var room = new ChannelId(Guid.NewGuid());
        var direct = new ChannelId(Guid.NewGuid());
        _node.Chat.Memberships[user.Id] =
        [
            new Membership(room, IsVolatile: false, IsHidden: false, IsDirect: false, UnreadPointer: 412),
            new Membership(new ChannelId(Guid.NewGuid()), IsVolatile: true, IsHidden: false, IsDirect: false, 1),
            new Membership(new ChannelId(Guid.NewGuid()), IsVolatile: false, IsHidden: true, IsDirect: true, 1),
            new Membership(direct, IsVolatile: false, IsHidden: false, IsDirect: true, 0),
        ];
        _node.Chat.Members[direct] = [other];

        var answer = await (await _node.ConnectAsync()).AskAsync("""["authenticate", {"client_id": "x"}]""");

        JsonAssert.Equal(
            $$"""
            [{"id": "{{room}}", "unread_pointer": 412, "notification_pointer": 412},
             {"id": "{{direct}}", "unread_pointer": 0, "notification_pointer": 0,
              "members": [{"id": "{{other.Id}}", "profile": {"display_name": "Ines"}, "pretalx_id": null, "deleted": false, "inactive": true, "badges": []}]}]
            """,
            answer[1]!["chat.channels"]);
    }

    [Fact]
    public async Task Authenticate_ShowsReadPointersAndNotificationCounts()
    {
        var user = (await _node.LogInByTokenAsync("u")).Session.UserState!.Id;
        var (first, second) = (new ChannelId(Guid.NewGuid()), new ChannelId(Guid.NewGuid()));
        _node.ReadStates.SetPointer(user, first, 7);
        _node.ReadStates.SetPointer(user, second, long.MaxValue);
        _node.Chat.Notifications[user] = new() { [second] = 3 };

        var client = await _node.ConnectAsync();
        var answer = await client.AskAsync($$"""["authenticate", {"token": "{{_node.Token("u")}}"}]""");

        JsonAssert.Equal($$"""{"{{first}}": 7, "{{second}}": 9223372036854775807}""", answer[1]!["chat.read_pointers"]);
        JsonAssert.Equal($$"""{"{{second}}": 3}""", answer[1]!["chat.notification_counts"]);
    }

    [Fact]
    public async Task Authenticate_WithBadges_ShowsThemSortedOnce_Scenario39()
    {
        _node.Worlds.Put(Sample.World(config: """, "trait_badges_map": {"t1": "Speaker", "t2": "Crew", "t3": "Speaker"}"""));

        var client = await _node.ConnectAsync();
        var answer = await client.AskAsync($$"""["authenticate", {"token": "{{_node.Token("u", "t3", "t1", "t2")}}"}]""");

        JsonAssert.Equal("""["Crew", "Speaker"]""", answer[1]!["user.config"]!["badges"]);
    }

    [Fact]
    public async Task Authenticate_RunsEveryStepAfterTheAnswer()
    {
        var client = await _node.ConnectAsync();
        var ran = new List<int>();
        _node.LoginSteps.AddRange([
            new Step(_ => throw new InvalidOperationException("broken")),
            new Step(session => ran.Add(FakeConnectionOf(session).Messages.Count))]);

        var answer = await client.AskAsync("""["authenticate", {"client_id": "x"}]""");

        Assert.Equal("authenticated", (string?)answer[0]);
        Assert.Equal([1], ran);
        Assert.Empty(client.Connection.TakeAll());
    }

    [Fact]
    public async Task Authenticate_WhenAStoreIsAway_ClosesWithoutMessage()
    {
        var client = await _node.ConnectAsync();
        _node.Users.Faults.IsAway = true;

        await client.SendAsync("""["authenticate", {"client_id": "x"}]""");

        Assert.Empty(client.Connection.Messages);
        Assert.Equal(CloseReason.Normal, client.Connection.Closed);
    }

    [Fact]
    public async Task Authenticate_WhenTheWorldIsGone_SaysSoAndCloses()
    {
        var client = await _node.ConnectAsync();
        _node.Worlds.Remove(Sample.WorldId);

        JsonAssert.Equal("""["error", {"code": "world.unknown_world"}]""", await client.AskAsync("""["authenticate", 3, {"client_id": "x"}]"""));
        Assert.Equal(CloseReason.Normal, client.Connection.Closed);
    }

    [Fact]
    public async Task Authenticate_PrivateRoomChangedBetweenLogins_FollowsIt_Scenario20()
    {
        _node.Worlds.Put(Sample.World(), Sample.Room(Sample.Stage, "Stage"), Sample.Room(Sample.Backstage, "Backstage", "{}"));
        var before = await (await _node.ConnectAsync()).AskAsync("""["authenticate", {"client_id": "x"}]""");
        _node.Worlds.Put(Sample.World(), Sample.Room(Sample.Stage, "Stage", "{}"), Sample.Room(Sample.Backstage, "Backstage"));
        var after = await (await _node.ConnectAsync()).AskAsync("""["authenticate", {"client_id": "x"}]""");

        Assert.Equal(["Stage"], RoomNames(before));
        Assert.Equal(["Backstage"], RoomNames(after));
    }

    [Theory]
    [InlineData(1, "", 1)]
    [InlineData(2, "", 2)]
    [InlineData(0, "", 3)]
    [InlineData(1, "vip", 3)]
    public async Task Authenticate_ConnectionLimit_KeepsTheNewest_Scenario21(int limit, string trait, int expected)
    {
        _node.Worlds.Put(Sample.World(config: $", \"connection_limit\": {limit}"));
        var clients = new List<TestClient>();
        for (var count = 0; count < 3; count++)
        {
            clients.Add(await _node.LogInByTokenAsync("u", trait));
        }

        var replaced = clients[..(3 - expected)];
        foreach (var client in replaced)
        {
            JsonAssert.Equal("""["error", {"code": "connection.replaced", "message": "Connection replaced"}]""", client.Connection.Take());
            Assert.Null(client.Connection.Closed);
        }

        _node.Time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.All(replaced, client => Assert.Equal(CloseReason.Normal, client.Connection.Closed));
        foreach (var client in clients[(3 - expected)..])
        {
            JsonAssert.Equal("""["pong", 1]""", await client.AskAsync("""["ping", 1]"""));
        }
    }

    private static IEnumerable<string?> RoomNames(JsonArray answer) =>
        answer[1]!["world.config"]!["rooms"]!.AsArray().Select(room => (string?)room!["name"]);

    private static Testing.FakeConnection FakeConnectionOf(Session session) => (Testing.FakeConnection)session.Connection;

    private sealed class Step(Action<Session> action) : ILoginStep
    {
        private readonly Action<Session> _action = action;

        public string Name => "test";

        public ValueTask RunAsync(Session session)
        {
            _action(session);
            return ValueTask.CompletedTask;
        }
    }
}
