using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Tests.Auth;

/// <summary>Which row a login finds, makes or is refused, and what it records (auth-and-users.md section 16).</summary>
public sealed class LoginUserTests
{
    private const string ClosedWorld = """{"attendee": ["ticket"], "admin": ["admin"]}""";

    private readonly TestNode _node = new();

    [Fact]
    public async Task Guest_InAClosedWorld_NeedsAToken_Scenario3()
    {
        _node.Worlds.Put(Sample.World(ClosedWorld));

        Assert.Equal("auth.missing_token", await RefusalAsync("""{"client_id": "x"}"""));
        Assert.Empty(_node.Users.Users);
    }

    [Fact]
    public async Task Token_WithoutMatchingGrant_IsDenied_Scenario13()
    {
        _node.Worlds.Put(Sample.World(ClosedWorld));

        Assert.Equal("auth.denied", await RefusalAsync($$"""{"token": "{{_node.Token("u", "visitor")}}"}"""));
        Assert.Empty(_node.Users.Users);
        await _node.LogInByTokenAsync("u", "ticket");
        Assert.Single(_node.Users.Users);
    }

    [Fact]
    public async Task ExistingUser_WhoLostTheWorld_IsRefusedByKindOfLogin()
    {
        await _node.LogInAsync("""{"client_id": "x"}""");
        await _node.LogInByTokenAsync("u");
        _node.Worlds.Put(Sample.World(ClosedWorld));

        Assert.Equal("auth.missing_token", await RefusalAsync("""{"client_id": "x"}"""));
        Assert.Equal("auth.denied", await RefusalAsync($$"""{"token": "{{_node.Token("u")}}"}"""));
    }

    [Fact]
    public async Task Traits_ThatChanged_AreStoredWithOneAuditRow_Scenario11()
    {
        await _node.LogInByTokenAsync("u", "a", "b");
        await _node.LogInByTokenAsync("u", "a", "b");
        Assert.Empty(_node.Users.Audit);

        await _node.LogInByTokenAsync("u", "b", "a");

        var user = Assert.Single(_node.Users.Users);
        Assert.Equal(["b", "a"], user.Traits);
        var audit = Assert.Single(_node.Users.Audit);
        Assert.Equal("auth.user.traits.changed", audit.Type);
        JsonAssert.Equal($$"""{"object": "{{user.Id}}", "old": ["a", "b"], "new": ["b", "a"]}""", audit.Data);
    }

    [Fact]
    public async Task Traits_ThatChanged_CountForOtherConnectionsAtOnce()
    {
        var first = await _node.LogInByTokenAsync("u");
        Assert.False(first.Session.Rights.Has(Core.Permissions.Permission.WorldUpdate));

        await _node.LogInByTokenAsync("u", "admin");

        Assert.True(first.Session.Rights.Has(Core.Permissions.Permission.WorldUpdate));
    }

    [Fact]
    public async Task ProfileAndPretalxId_CountOnlyForANewUser_Scenario12()
    {
        await _node.LogInAsync(Tokens.Body("""{"uid": "u", "profile": {"display_name": "Ada"}, "pretalx_id": 77}"""));
        await _node.LogInAsync(Tokens.Body("""{"uid": "u", "profile": {"display_name": "Eve"}, "pretalx_id": "AB12"}"""));

        var user = Assert.Single(_node.Users.Users);
        JsonAssert.Equal("""{"display_name": "Ada"}""", System.Text.Json.Nodes.JsonNode.Parse(user.Profile.Utf8));
        Assert.Equal("77", user.PretalxId);
    }

    [Fact]
    public async Task NumericUid_IsItsText_Scenario10()
    {
        await _node.LogInAsync(Tokens.Body("""{"uid": 123456}"""));
        await _node.LogInAsync(Tokens.Body("""{"uid": "123456"}"""));

        Assert.Equal("123456", Assert.Single(_node.Users.Users).TokenId);
    }

    [Fact]
    public async Task BannedUser_IsDenied_UntilReactivated_Scenario14()
    {
        var byToken = _node.Users.Put(Sample.User(tokenId: "u") with { ModerationState = ModerationStates.Banned });
        _node.Users.Put(Sample.User(clientId: "x") with { ModerationState = ModerationStates.Banned });

        Assert.Equal("auth.denied", await RefusalAsync($$"""{"token": "{{_node.Token("u")}}"}"""));
        Assert.Equal("auth.denied", await RefusalAsync("""{"client_id": "x"}"""));
        Assert.Null(_node.Users.Get(byToken.Id).LastLogin);

        _node.Users.Put(byToken);
        _node.Users.Put(byToken with { ModerationState = ModerationStates.None });
        await _node.LogInByTokenAsync("u");
    }

    [Fact]
    public async Task DeletedUser_IsDenied()
    {
        _node.Users.Put(Sample.User(clientId: "x") with { Deleted = true });

        Assert.Equal("auth.denied", await RefusalAsync("""{"client_id": "x"}"""));
    }

    [Fact]
    public async Task SilencedUser_LogsInWithWhatSilencedUsersKeep()
    {
        _node.Worlds.Put(Sample.World(), Sample.Room(Sample.Stage, "Stage"));
        _node.Users.Put(Sample.User(tokenId: "u") with { ModerationState = ModerationStates.Silenced });
        var client = await _node.ConnectAsync();

        var answer = await client.AskAsync($$"""["authenticate", {"token": "{{_node.Token("u", "admin")}}"}]""");

        JsonAssert.Equal("""["world:view"]""", answer[1]!["world.config"]!["permissions"]);
        JsonAssert.Equal("""["room:chat.read", "room:view"]""", answer[1]!["world.config"]!["rooms"]![0]!["permissions"]);
    }

    [Fact]
    public async Task BanDuringTheLogin_IsNotMissed()
    {
        var user = _node.Users.Put(Sample.User(clientId: "x"));
        var client = await _node.ConnectAsync();
        _node.Users.Faults.BeforeCall = method =>
        {
            // After the checks, before the topics are joined: the reload of this ban reaches nobody.
            if (method == "ReadStampAsync")
            {
                _node.Users.Put(_node.Users.Get(user.Id) with { ModerationState = ModerationStates.Banned, Version = 9 });
            }

            return Task.CompletedTask;
        };

        JsonAssert.Equal("""["error", {"code": "auth.denied"}]""", await client.AskAsync("""["authenticate", {"client_id": "x"}]"""));
        Assert.Null(client.Session.UserState);
        Assert.Equal(0, _node.Services.Topics.CountSubscribers(TopicKey.User(user.Id)));
    }

    [Fact]
    public async Task StoreLostInTheMiddleOfALogin_LeavesNothingBehind()
    {
        _node.Worlds.Put(Sample.World(config: ", \"track_world_views\": true"));
        var user = _node.Users.Put(Sample.User(clientId: "x"));
        var client = await _node.ConnectAsync();
        _node.Users.Faults.BeforeCall = method =>
        {
            _node.Users.Faults.IsAway = method == "ReadStampAsync";
            return Task.CompletedTask;
        };

        await client.SendAsync("""["authenticate", {"client_id": "x"}]""");
        _node.Users.Faults.BeforeCall = null;
        _node.Users.Faults.IsAway = false;
        await client.CloseAsync();

        Assert.Empty(client.Connection.Messages);
        Assert.Equal(CloseReason.Normal, client.Connection.Closed);
        Assert.Null(_node.Services.Users.Find(user.Id));
        Assert.Equal(0, _node.Services.Topics.CountSubscribers(TopicKey.User(user.Id)));
        Assert.NotNull(Assert.Single(_node.Users.Views).End);
        Assert.Equal(0, _node.Services.Sessions.Count);
    }

    [Fact]
    public async Task Pushes_DuringTheLogin_FollowTheAnswer()
    {
        var user = _node.Users.Put(Sample.User(clientId: "x"));
        var client = await _node.ConnectAsync();
        _node.Users.Faults.BeforeCall = method =>
        {
            if (method == "ReadStampAsync")
            {
                using var broadcast = new SingleFormBroadcast(ErrorMessage.Create(default, ErrorCodes.Denied));
                _node.Services.Topics.Deliver(TopicKey.User(user.Id), broadcast);
            }

            return Task.CompletedTask;
        };

        await client.SendAsync("""["authenticate", {"client_id": "x"}]""");

        Assert.Equal(["authenticated", "error"], client.Connection.TakeAll().Select(message => (string?)message[0]));
    }

    [Fact]
    public async Task Invite_MakesAnAnonymousUserWithBothGrants_Scenario15()
    {
        _node.Worlds.Put(Sample.World(ClosedWorld), Sample.Room(Sample.Stage, "Stage"), Sample.Room(Sample.Backstage, "Backstage"));
        _node.LoginStores.Invites[(Sample.WorldId, "abcdef")] = (Sample.Stage, _node.Time.GetUtcNow());
        var client = await _node.ConnectAsync();

        var answer = await client.AskAsync("""["authenticate", {"client_id": "x", "invite_token": "abcdef"}]""");

        var user = Assert.Single(_node.Users.Users);
        Assert.Equal(UserTypes.Anonymous, user.Type);
        Assert.False(user.ShowPublicly);
        Assert.Equal(["__anonymous_world"], user.WorldGrants);
        Assert.Equal([new RoomGrant(Sample.Stage, "__anonymous_room")], user.RoomGrants);
        var rooms = answer[1]!["world.config"]!["rooms"]!.AsArray();
        Assert.Equal("Stage", (string?)Assert.Single(rooms)!["name"]);
        JsonAssert.Equal("""["world:view"]""", answer[1]!["world.config"]!["permissions"]);
    }

    [Fact]
    public async Task Invite_IsNeededOnlyOnce_AndMustBeValid_Scenario16()
    {
        _node.Worlds.Put(Sample.World(ClosedWorld));
        _node.LoginStores.Invites[(Sample.WorldId, "abcdef")] = (Sample.Stage, _node.Time.GetUtcNow());
        _node.LoginStores.Invites[(Sample.WorldId, "expired")] = (Sample.Stage, _node.Time.GetUtcNow() - TimeSpan.FromSeconds(1));
        _node.LoginStores.Invites[(new WorldId("other"), "foreign")] = (Sample.Stage, DateTimeOffset.MaxValue);

        await _node.LogInAsync("""{"client_id": "x", "invite_token": "abcdef"}""");
        await _node.LogInAsync("""{"client_id": "x"}""");
        Assert.Equal("auth.missing_token", await RefusalAsync("""{"client_id": "y", "invite_token": "expired"}"""));
        Assert.Equal("auth.missing_token", await RefusalAsync("""{"client_id": "y", "invite_token": "foreign"}"""));
        Assert.Equal("auth.missing_token", await RefusalAsync("""{"client_id": "y", "invite_token": 5}"""));
        Assert.Single(_node.Users.Users);
    }

    [Fact]
    public async Task ParallelFirstLogins_MakeOneRow_Scenario17()
    {
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = 0;
        _node.Users.Faults.BeforeCall = method =>
        {
            // Both have looked for the row and found none before either may create it.
            if (method != "CreateLoggedInAsync")
            {
                return Task.CompletedTask;
            }

            if (++waiting == 2)
            {
                both.SetResult();
            }

            return both.Task;
        };
        var first = await _node.ConnectAsync();
        var second = await _node.ConnectAsync();
        var message = $$"""["authenticate", {"token": "{{_node.Token("u", "t")}}"}]""";

        await Task.WhenAll(first.SendAsync(message), second.SendAsync(message));

        Assert.Equal("authenticated", (string?)first.Connection.Take()[0]);
        Assert.Equal("authenticated", (string?)second.Connection.Take()[0]);
        Assert.Single(_node.Users.Users);
    }

    [Fact]
    public async Task Login_IsRecorded()
    {
        await _node.LogInAsync("""{"client_id": "x"}""");

        var user = Assert.Single(_node.Users.Users);
        Assert.Equal(_node.Time.GetUtcNow(), user.LastLogin);
        Assert.Equal(2, user.Version);
    }

    [Fact]
    public async Task WorldViews_AreKeptOnlyWhileTheWorldWantsThem_Scenario19()
    {
        await (await _node.LogInAsync("""{"client_id": "x"}""")).CloseAsync();
        Assert.Empty(_node.Users.Views);

        _node.Worlds.Put(Sample.World(config: ", \"track_world_views\": true"));
        var client = await _node.LogInAsync("""{"client_id": "x"}""");
        Assert.Null(Assert.Single(_node.Users.Views).End);
        _node.Time.Advance(TimeSpan.FromMinutes(1));
        await client.CloseAsync();
        Assert.Equal(_node.Time.GetUtcNow(), Assert.Single(_node.Users.Views).End);
    }

    [Fact]
    public async Task WorldView_WhenTrackingIsSwitchedOffInBetween_IsGone_Scenario19()
    {
        var node = new TestNode(new FreshnessOptions { CacheMaxAge = TimeSpan.Zero });
        node.Worlds.Put(Sample.World(config: ", \"track_world_views\": true"));
        var client = await node.LogInAsync("""{"client_id": "x"}""");
        node.Worlds.Put(Sample.World());

        await client.CloseAsync();

        Assert.Empty(node.Users.Views);
    }

    private async Task<string?> RefusalAsync(string body)
    {
        var client = await _node.ConnectAsync();
        var answer = await client.AskAsync($"""["authenticate", {body}]""");
        Assert.Equal("error", (string?)answer[0]);
        Assert.Equal(2, answer.Count);
        Assert.Single(answer[1]!.AsObject());
        Assert.Null(client.Connection.Closed);
        return (string?)answer[1]!["code"];
    }
}
