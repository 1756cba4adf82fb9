using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire.Maintenance;

/// <summary>operations.md section 3.14, scenario 33, by the command beside running nodes. Each rule by itself: the store's tests.</summary>
public sealed class UserDeletionScenarioTests : IAsyncLifetime
{
    private UserAdminServer _server = null!;

    public async Task InitializeAsync() => _server = await UserAdminServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario33_DirectChannel_GoesWithItsLastMember_AndWithItItsFiles()
    {
        var server = _server.Server;
        var (ada, ben) = (await _server.AddUserAsync("ada"), await _server.AddUserAsync("ben"));
        var (channel, file, avatar) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var (onDisk, picture) = (await AddFileAsync(file, ada), await AddFileAsync(avatar, ada));
        await server.ExecuteSqlAsync($"INSERT INTO core_channel (id, world_id) VALUES ('{channel}', '{_server.World}')");
        await server.ExecuteSqlAsync(
            $"INSERT INTO core_membership (channel_id, user_id, volatile, hidden) VALUES ('{channel}', '{ada}', FALSE, FALSE), ('{channel}', '{ben}', FALSE, FALSE)");
        await AddMessageAsync(900001, channel, ada, $$"""{"type": "files", "files": [{"url": "https://h/media/pub/{{file}}.x.png"}, {"url": "https://h/%zz?/#"}, {"url": "::"}, {"url": null}, 7]}""");
        await AddMessageAsync(900002, channel, ben, """{"type": "files", "files": {"url": "x"}}""");
        await AddMessageAsync(900003, Guid.Parse(_server.Channel), ada, """{"type": "text", "body": "public"}""");
        await _server.SetUserAsync(ada, $$$"""profile = '{"avatar": {"url": "/media/pub/{{{avatar}}}.y.png"}}'""");
        await _server.SetUserAsync(ben, """profile = '{"avatar": {"url": "http://[::bad/x.png"}}'""");

        var first = await server.RunCommandAsync("soft_delete_user", ben);

        Assert.Equal((0, "User deleted.\n", ""), (first.ExitCode, first.Output, first.Error));
        Assert.Equal("2", await server.ReadSqlAsync($"SELECT COUNT(*) FROM core_chatevent WHERE channel_id = '{channel}'"));
        Assert.Equal("1", await _server.ReadUserAsync(ben, "deleted"));

        Assert.Equal(0, (await server.RunCommandAsync("soft_delete_user", ada)).ExitCode);

        Assert.Equal("0", await server.ReadSqlAsync($"SELECT COUNT(*) FROM core_channel WHERE id = '{channel}'"));
        Assert.Equal("900003", await server.ReadSqlAsync($"SELECT {server.Joined("id")} FROM core_chatevent"));
        Assert.Equal("0", await server.ReadSqlAsync("SELECT COUNT(*) FROM storage_storedfile"));
        Assert.False(File.Exists(onDisk));
        Assert.False(File.Exists(picture));
        Assert.Equal("0", await server.ReadSqlAsync("SELECT COUNT(*) FROM core_auditlog WHERE type = 'auth.user.deleted'"));
    }

    [Fact]
    public async Task Delete_ReloadsTheUsersConnectionsOnly_AndTheirCommandsFail()
    {
        var server = _server.Server;
        await using var first = await _server.LogInAsync("target");
        await using var second = await _server.LogInAsync("target");
        await using var other = await _server.LogInAsync("other");
        await first.SettleAsync();
        await second.SettleAsync();

        Assert.Equal(0, (await server.RunCommandAsync("soft_delete_user", UserAdminServer.IdOf(first))).ExitCode);

        await _server.ExpectReloadAsync(first, second);
        await other.ExpectNothingAsync();

        await using var again = await _server.LogInAsync("target");
        Assert.NotEqual(UserAdminServer.IdOf(first), UserAdminServer.IdOf(again));
        await other.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "Other" } });
        await other.CallAsync("chat.join", new JsonObject { ["channel"] = _server.Channel });
    }

    [Fact]
    public async Task Delete_DiesBetweenRowsAndFiles_TheNextCleanUpRemovesThem()
    {
        var server = _server.Server;
        var (user, avatar, other) = (await _server.AddUserAsync("ada"), Guid.NewGuid(), Guid.NewGuid());
        var (picture, kept) = (await AddFileAsync(avatar, user), await AddFileAsync(other, user));
        await _server.SetUserAsync(user, $$$"""profile = '{"avatar": {"url": "/media/pub/{{{avatar}}}.y.png"}}'""");

        // All that the command had done when it was killed.
        Assert.NotNull(await server.Server.Stores.Moderation.DeleteAsync(new WorldId(_server.World), new UserId(Guid.Parse(user)), author: null));
        Assert.True(File.Exists(picture));

        Assert.Equal(0, (await server.RunCommandAsync("cleanup")).ExitCode);

        Assert.False(File.Exists(picture));
        Assert.True(File.Exists(kept));
        Assert.Equal($"{other}", await server.ReadSqlAsync($"SELECT {server.Joined("id")} FROM storage_storedfile"));
    }

    [Fact]
    public async Task Delete_WithAReadPointerStillInMemory_IsNotUndoneByIt()
    {
        var server = _server.Server;
        if (server.HasRedis)
        {
            // There the pointers are no rows: RedisReadStateStoreTests.
            return;
        }

        await using var target = await _server.LogInAsync("target");
        await using var other = await _server.LogInAsync("other");
        foreach (var client in new[] { target, other })
        {
            await client.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "A" } });
            await client.CallAsync("chat.join", new JsonObject { ["channel"] = _server.Channel });
            await client.CallAsync("chat.mark_read", new JsonObject { ["channel"] = _server.Channel, ["id"] = 1 });
        }

        Assert.Equal(0, (await server.RunCommandAsync("soft_delete_user", UserAdminServer.IdOf(target))).ExitCode);
        server.Time.Advance(TimeSpan.FromSeconds(1));

        await WireServer.WaitUntilAsync(async () => await CountPointersAsync(other) == "1", "the other's read pointer");
        Assert.Equal("0", await CountPointersAsync(target));

        Task<string?> CountPointersAsync(VenuelessClient client) =>
            server.ReadSqlAsync($"SELECT COUNT(*) FROM fast_read_pointer WHERE user_id = '{UserAdminServer.IdOf(client)}'");
    }

    [Theory]
    [InlineData("00000000-0000-4000-8000-000000000001")]
    [InlineData("somebody")]
    [InlineData("")]
    public async Task Delete_UnknownUser_Fails(string id)
    {
        var run = await _server.Server.RunCommandAsync("soft_delete_user", id);

        Assert.Equal((1, "", $"There is no user with the ID {id}.\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task Delete_Again_Succeeds()
    {
        var user = await _server.AddUserAsync("target");

        Assert.Equal(0, (await _server.Server.RunCommandAsync("soft_delete_user", user)).ExitCode);
        Assert.Equal(0, (await _server.Server.RunCommandAsync("soft_delete_user", user)).ExitCode);
    }

    private Task AddMessageAsync(long id, Guid channel, string sender, string content) => _server.Server.ExecuteSqlAsync(
        $"""
        INSERT INTO core_chatevent (id, channel_id, sender_id, timestamp, event_type, content)
        VALUES ({id}, '{channel}', '{sender}', '2031-02-03 09:15:22.104000+00:00', 'channel.message', '{content}')
        """);

    private async Task<string> AddFileAsync(Guid id, string user)
    {
        var file = Path.Combine(_server.Server.MediaFolder, "pub", id.ToString());
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "png");
        await _server.Server.ExecuteSqlAsync(
            $"""
            INSERT INTO storage_storedfile (id, filename, type, file, public, user_id, world_id)
            VALUES ('{id}', 'a.png', 'image/png', 'pub/{id}', TRUE, '{user}', '{_server.World}')
            """);
        return file;
    }
}
