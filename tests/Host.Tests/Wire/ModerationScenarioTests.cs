using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>auth-and-users.md section 16, scenarios 14 and 42 to 47; connection.md section 14, scenario 34: moderation and deletion.</summary>
public sealed class ModerationScenarioTests : IAsyncLifetime
{
    private UserAdminServer _server = null!;

    public async Task InitializeAsync() => _server = await UserAdminServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("ban")]
    [InlineData("silence")]
    [InlineData("reactivate")]
    [InlineData("delete")]
    public async Task Scenario42_NobodyOneselfOrNoPermission_IsRefused(string action)
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        await using var attendee = await _server.LogInAsync("attendee");
        await using var foreigner = await VenuelessClient.LogInAsync(_server.Server.Port, await _server.ImportAsync(), "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c8a01");
        var command = $"user.{action}";

        foreach (var id in new JsonNode?[] { Guid.NewGuid().ToString(), "x", 5, null, new JsonArray(), "a\0", UserAdminServer.IdOf(foreigner) })
        {
            Assert.Equal("user.not_found", await manager.CallForCodeAsync(command, new JsonObject { ["id"] = id?.DeepClone() }));
        }

        Assert.Equal("user.not_found", await manager.CallForCodeAsync(command, new JsonObject()));
        Assert.Equal("protocol.invalid_body", await manager.CallForCodeAsync(command, null));
        Assert.Equal("protocol.invalid_body", await manager.CallForCodeAsync(command, "x"));
        Assert.Equal($"user.{action}.self", await manager.CallForCodeAsync(command, UserAdminServer.Id(UserAdminServer.IdOf(manager))));
        Assert.Equal($"user.{action}.self", await manager.CallForCodeAsync(command, UserAdminServer.Id(WireServer.UserIdOf(manager).Value.ToString("N").ToUpperInvariant())));

        // The permission comes before the body.
        Assert.Equal("auth.denied", await attendee.CallForCodeAsync(command, null));
        Assert.Equal("auth.denied", await attendee.CallForCodeAsync(command, UserAdminServer.Id(UserAdminServer.IdOf(attendee))));
        Assert.Empty(await _server.ReadModerationAuditAsync());
    }

    [Fact]
    public async Task Scenario43_Ban_RepliesThenReloadsEverySocketAndCloses()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        await using var first = await _server.LogInAsync("target");
        await using var second = await _server.LogInAsync("target");
        await using var other = await _server.LogInAsync("other");
        var target = UserAdminServer.IdOf(first);

        await manager.SendAsync($$"""["user.ban", 7, {"id": "{{target}}"}]""");

        await manager.ExpectAsync("""["success",7,{}]""");
        await _server.ExpectReloadAsync(first, second);
        await other.ExpectNothingAsync();
        await manager.ExpectNothingAsync();
        Assert.Equal("banned", await _server.ReadUserAsync(target, "moderation_state"));
        Assert.Equal([$"{UserAdminServer.IdOf(manager)} auth.user.banned {target}"], await _server.ReadModerationAuditAsync());
    }

    [Fact]
    public async Task Scenario14_BannedUser_IsDeniedUntilReactivated()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        var target = await _server.AddUserAsync("target");
        await manager.CallAsync("user.ban", UserAdminServer.Id(target));
        await using var client = await VenuelessClient.ConnectAsync(_server.Server.Port, _server.World);

        await client.SendAsync(new JsonArray("authenticate", WireToken.Body("target")));
        await client.ExpectErrorAsync("auth.denied");
        await manager.CallAsync("user.reactivate", UserAdminServer.Id(target));

        await client.AuthenticateAsync(WireToken.Body("target"));
        Assert.Equal(target, UserAdminServer.IdOf(client));
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Reactivate_OfASilencedUser_WorksAtOnceAndPushesNothing()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        var target = await _server.AddUserAsync("target", """{"display_name": "Target"}""");
        await manager.CallAsync("user.silence", UserAdminServer.Id(target));
        await using var client = await _server.LogInAsync("target");
        Assert.Equal("protocol.denied", await client.CallForCodeAsync("chat.send", Message()));

        await manager.CallAsync("user.reactivate", UserAdminServer.Id(target));

        await client.ExpectNothingAsync();
        await client.CallAsync("chat.join", new JsonObject { ["channel"] = _server.Channel });
        await client.CallAsync("chat.send", Message());
    }

    [Theory]
    [InlineData("ban")]
    [InlineData("silence")]
    [InlineData("delete")]
    public async Task Scenario34_BetweenTheWriteAndTheClose_NoCommandOfTheUserSucceeds(string action)
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        for (var round = 0; round < 10; round++)
        {
            await using var target = await _server.LogInAsync($"target{round}");
            var id = UserAdminServer.IdOf(target);
            await manager.CallAsync($"user.{action}", UserAdminServer.Id(id));

            // The reply is the first that anybody on this node hears of it; other nodes are told behind it. So is whoever is silenced, who has the right to a new name until then.
            if (WireStore.Nodes > 1 || action == "silence")
            {
                await manager.SettleAsync();
            }

            await target.SendAsync("""["user.update",1,{"profile":{"display_name":"Too late"}}]""");
            await target.SendAsync($"""["chat.send",2,{Message().ToJsonString()}]""");

            await _server.ExpectReloadAsync(target);
            Assert.Equal("{}", await _server.ReadUserAsync(id, "profile"));
        }

        Assert.Equal("0", await _server.Server.ReadSqlAsync("SELECT count(*) FROM core_chatevent"));
    }

    [Fact]
    public async Task Ban_WhileTheUserLogsIn_LeavesNoSocketBehind()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        for (var round = 0; round < 8; round++)
        {
            var uid = $"target{round}";
            var target = await _server.AddUserAsync(uid);
            await using var client = await VenuelessClient.ConnectAsync(_server.Server.Port, _server.World);

            var ban = manager.CallAsync("user.ban", UserAdminServer.Id(target));
            await client.SendAsync(new JsonArray("authenticate", WireToken.Body(uid)));
            await ban;

            // Either the login came too late, or the reload reaches it.
            var answer = await client.ReceiveAsync();
            if ((string?)answer[0] == "authenticated")
            {
                await _server.ExpectReloadAsync(client);
            }
            else
            {
                Assert.Equal("auth.denied", (string?)answer[1]!["code"]);
            }
        }
    }

    [Fact]
    public async Task Scenario44_SilencedUser_MayJoinAndReadButNotSend()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        var target = await _server.AddUserAsync("target", """{"display_name": "Target"}""");
        await manager.CallAsync("user.silence", UserAdminServer.Id(target));
        await using var client = await _server.LogInAsync("target");

        await client.CallAsync("chat.join", new JsonObject { ["channel"] = _server.Channel });

        var error = await client.CallForErrorAsync("chat.send", Message());
        Assert.Equal("protocol.denied", (string?)error["code"]);
        Assert.Equal("silenced", await _server.ReadUserAsync(target, "moderation_state"));
    }

    [Fact]
    public async Task Scenario45_BannedUserSilenced_StaysBannedWithoutAudit()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        var target = await _server.AddUserAsync("target");
        await manager.CallAsync("user.ban", UserAdminServer.Id(target));

        await manager.CallAsync("user.silence", UserAdminServer.Id(target));

        Assert.Equal("banned", await _server.ReadUserAsync(target, "moderation_state"));
        Assert.Equal([$"{UserAdminServer.IdOf(manager)} auth.user.banned {target}"], await _server.ReadModerationAuditAsync());
    }

    [Fact]
    public async Task RepeatedAndMutual_Bans_SucceedWithAuditRowsEach()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        await using var second = await _server.LogInAsync("second", UserAdminServer.Manager);
        await manager.CallAsync("user.ban", UserAdminServer.Id(UserAdminServer.IdOf(second)));
        await manager.CallAsync("user.ban", UserAdminServer.Id(UserAdminServer.IdOf(second)));

        await _server.ExpectReloadAsync(second);

        Assert.Equal(2, (await _server.ReadModerationAuditAsync()).Length);
    }

    [Fact]
    public async Task Scenario46_DeletedUser_IsSomebodyElseAtTheNextLogin()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        await using var client = await _server.LogInAsync("target");
        await client.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "Target" } });
        await client.CallAsync("chat.join", new JsonObject { ["channel"] = _server.Channel });
        await client.CallAsync("chat.send", Message());
        var target = UserAdminServer.IdOf(client);
        await using var witness = await _server.LogInAsync("witness");

        await manager.CallAsync("user.delete", UserAdminServer.Id(target));

        await ExpectReloadAfterPushesAsync(client);
        await using var again = await _server.LogInAsync("target");
        Assert.NotEqual(target, UserAdminServer.IdOf(again));
        JsonAssert.Equal("{}", again.User!["profile"]);
        var seen = await witness.CallAsync("user.fetch", UserAdminServer.Id(target));
        Assert.True((bool)seen["deleted"]!);
        JsonAssert.Equal("{}", seen["profile"]);
        var asManager = await manager.CallAsync("user.fetch", UserAdminServer.Id(target));
        Assert.Null(asManager["token_id"]);
        Assert.Equal("0", await _server.Server.ReadSqlAsync($"SELECT count(*) FROM core_membership WHERE user_id = '{target}'"));
        Assert.Equal("1", await _server.Server.ReadSqlAsync($"SELECT count(*) FROM core_chatevent WHERE sender_id = '{target}' AND event_type = 'channel.message'"));
        JsonAssert.Equal(
            $$$"""{"object": "{{{target}}}", "old": {"__redacted": true}, "new": {"__redacted": true} }""",
            await _server.Server.ReadJsonAsync($"SELECT data FROM core_auditlog WHERE user_id = '{target}' AND type = 'auth.user.profile.changed'"));
        Assert.Equal([$"{UserAdminServer.IdOf(manager)} auth.user.deleted {target}"], await _server.ReadModerationAuditAsync());

        // It does not come back, and repeating succeeds.
        await manager.CallAsync("user.reactivate", UserAdminServer.Id(target));
        await manager.CallAsync("user.delete", UserAdminServer.Id(target));
        Assert.Equal("1", await _server.ReadUserAsync(target, "deleted"));
    }

    [Fact]
    public async Task Scenario47_DirectChannel_VanishesWithItsFilesWhenTheLastMemberIsDeleted()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        var (ada, ben) = (await _server.AddUserAsync("ada"), await _server.AddUserAsync("ben"));
        var (channel, file) = (Guid.NewGuid(), Guid.NewGuid());
        var path = $"pub/{_server.World}/{file}.aB3dE5fG7hJ9.png";
        var onDisk = Path.Combine(_server.Server.MediaFolder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(onDisk)!);
        await File.WriteAllTextAsync(onDisk, "png");
        await _server.Server.ExecuteSqlAsync($"INSERT INTO core_channel (id, world_id) VALUES ('{channel}', '{_server.World}')");
        await _server.Server.ExecuteSqlAsync(
            $"INSERT INTO core_membership (channel_id, user_id, volatile, hidden) VALUES ('{channel}', '{ada}', FALSE, FALSE), ('{channel}', '{ben}', FALSE, FALSE)");
        await _server.Server.ExecuteSqlAsync(
            $"""
            INSERT INTO storage_storedfile (id, filename, type, file, public, user_id, world_id)
            VALUES ('{file}', 'a.png', 'image/png', '{path}', TRUE, '{ada}', '{_server.World}')
            """);
        await _server.Server.ExecuteSqlAsync(
            $$$"""
            INSERT INTO core_chatevent (id, channel_id, sender_id, timestamp, event_type, content)
            VALUES (900001, '{{{channel}}}', '{{{ada}}}', '2031-02-03 09:15:22.104000+00:00', 'channel.message',
                '{"type": "files", "files": [{"url": "https://example.org/media/{{{path}}}"}]}')
            """);

        await manager.CallAsync("user.delete", UserAdminServer.Id(ben));
        Assert.Equal("1", await _server.Server.ReadSqlAsync($"SELECT count(*) FROM core_channel WHERE id = '{channel}'"));
        Assert.True(File.Exists(onDisk));

        await manager.CallAsync("user.delete", UserAdminServer.Id(ada));
        Assert.Equal("0", await _server.Server.ReadSqlAsync($"SELECT count(*) FROM core_channel WHERE id = '{channel}'"));

        // First the file, then what is known of it.
        await WireServer.WaitUntilAsync(async () => await _server.Server.ReadSqlAsync("SELECT count(*) FROM storage_storedfile") == "0", "the file to be forgotten");
        Assert.False(File.Exists(onDisk));
    }

    private JsonObject Message() => new()
    {
        ["channel"] = _server.Channel,
        ["event_type"] = "channel.message",
        ["content"] = new JsonObject { ["type"] = "text", ["body"] = "Hello" },
    };

    // The client's own chat events may still be on their way.
    private async Task ExpectReloadAfterPushesAsync(VenuelessClient client)
    {
        while ((string?)(await client.ReceiveAsync("connection.reload"))[0] != "connection.reload")
        {
        }

        _server.Server.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1000, await client.Wire.ReceiveCloseAsync());
    }
}
