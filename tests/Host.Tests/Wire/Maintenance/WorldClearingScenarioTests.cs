using System.Globalization;
using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire.Maintenance;

/// <summary>operations.md sections 3.12 and 3.13, scenarios 31 and 32, beside running nodes.</summary>
public sealed class WorldClearingScenarioTests : IAsyncLifetime
{
    private UserAdminServer _server = null!;

    public async Task InitializeAsync() => _server = await UserAdminServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario31_Clear_EmptiesTheWorldAndReloadsItsConnections()
    {
        var server = _server.Server;
        var other = await _server.ImportAsync();
        await using var client = await _server.LogInAsync("a");
        await using var second = await _server.LogInAsync("b");
        await using var stranger = await VenuelessClient.ConnectAsync(server.Port, _server.World);
        await using var foreigner = await VenuelessClient.LogInAsync(server.Port, other, "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c8a01");
        await JoinAsync(client);
        await client.CallAsync("chat.send", Message("private words"));
        await client.SettleAsync();
        await second.SettleAsync();

        var run = await server.RunCommandAsync("clear_world_data", _server.World);

        Assert.Equal((0, "World cleared.\n", ""), (run.ExitCode, run.Output, run.Error));
        Assert.Equal("0", await server.ReadSqlAsync($"SELECT COUNT(*) FROM core_user WHERE world_id = '{_server.World}'"));
        Assert.Equal("1", await server.ReadSqlAsync($"SELECT COUNT(*) FROM core_user WHERE world_id = '{other}'"));
        await _server.ExpectReloadAsync(client, second, stranger);
        await foreigner.ExpectNothingAsync();

        await ExpectStrangersAsync(client);
    }

    [Fact]
    public async Task Scenario31_Clear_WithoutAWayToTheNode_IsNoticedByTheAgesOfItsRows()
    {
        var server = _server.Server;
        await using var client = await _server.LogInAsync("a");
        await JoinAsync(client);
        if (server.HasRedis)
        {
            return;
        }

        File.Delete(server.ControlSocket);
        Assert.Equal(0, (await server.RunCommandAsync("clear_world_data", _server.World)).ExitCode);
        server.Time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("protocol.denied", await client.CallForCodeAsync("chat.send", Message("too late")));
        Assert.Equal("0", await server.ReadSqlAsync("SELECT COUNT(*) FROM core_chatevent WHERE event_type = 'channel.message'"));
    }

    [Fact]
    public async Task Scenario31_Clear_RemovesWhatNodesShare()
    {
        var server = _server.Server;
        await using var client = await _server.LogInAsync("a");
        await JoinAsync(client);
        var sent = await client.CallAsync("chat.send", Message("x"));
        await client.CallAsync("chat.mark_read", new JsonObject { ["channel"] = _server.Channel, ["id"] = sent["event"]!["event_id"]!.DeepClone() });

        await server.RunCommandAsync("clear_world_data", _server.World);
        await using var again = await _server.LogInAsync("a");

        var authenticated = await again.CallAsync("chat.fetch", new JsonObject { ["channel"] = _server.Channel, ["count"] = 10, ["before_id"] = 1_000_000 });
        Assert.Empty(authenticated["results"]!.AsArray());
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("")]
    [InlineData("a\0b")]
    public async Task Clear_UnknownWorld_Fails(string world)
    {
        var run = await _server.Server.RunCommandAsync("clear_world_data", world);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("There is no world with the ID ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenario32_DryRun_ListsOnlyWorldsOutOfUse()
    {
        await using (await VenuelessClient.LogInAsync(_server.Server.Port, _server.World, "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c8a02"))
        {
            await PlanAsync(_server.World, days: -400);
        }

        var (unused, planned, unplanned) = (await _server.ImportAsync(), await _server.ImportAsync(), await _server.ImportAsync());
        await PlanAsync(unused, days: -400);
        await PlanAsync(planned, days: -400);
        await PlanAsync(planned, days: 10);
        var version = await VersionAsync(unused);

        var run = await _server.Server.RunCommandAsync("clear_unused_worlds", "365", "--dry-run");

        Assert.Equal((0, $"{unused}\n"), (run.ExitCode, run.Output));
        Assert.DoesNotContain(unplanned, run.Output, StringComparison.Ordinal);
        Assert.Equal(version, await VersionAsync(unused));
    }

    [Theory]
    [InlineData(null, false, true)]
    [InlineData("y\n", false, true)]
    [InlineData("YES\n", false, true)]
    [InlineData("", true, true)]
    [InlineData("n\n", false, false)]
    [InlineData("\n", false, false)]
    [InlineData("", false, false)]
    public async Task Scenario32_ClearUnused_AsksOnlyAtATerminal(string? input, bool isSure, bool isCleared)
    {
        var unused = await _server.ImportAsync();
        await PlanAsync(unused, days: -400);
        var version = await VersionAsync(unused);

        var run = await _server.Server.AnswerCommandAsync(input, ["clear_unused_worlds", "365", .. isSure ? ["--yes"] : Array.Empty<string>()]);

        var asks = input is not null && !isSure;
        Assert.Equal(isCleared ? 0 : 1, run.ExitCode);
        Assert.Equal($"{(asks ? $"{unused}\nClear these 1 worlds? [y/N] " : "")}{(isCleared ? $"{unused}\n" : "")}", run.Output);
        Assert.Equal(version + (isCleared ? 1 : 0), await VersionAsync(unused));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("40000")]
    public async Task ClearUnused_StrangeDays_AreRefused(string days) =>
        Assert.Equal(2, (await _server.Server.RunCommandAsync("clear_unused_worlds", days)).ExitCode);

    private async Task JoinAsync(VenuelessClient client)
    {
        await client.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "A" } });
        await client.CallAsync("chat.join", Channel());
    }

    private JsonObject Channel() => new() { ["channel"] = _server.Channel };

    private JsonObject Message(string body) => new()
    {
        ["channel"] = _server.Channel,
        ["event_type"] = "channel.message",
        ["content"] = new JsonObject { ["type"] = "text", ["body"] = body },
    };

    // Whoever comes again is somebody else and finds nothing.
    private async Task ExpectStrangersAsync(VenuelessClient before)
    {
        await using var again = await _server.LogInAsync("a");
        Assert.NotEqual(UserAdminServer.IdOf(before), UserAdminServer.IdOf(again));
        var page = await again.CallAsync("chat.fetch", new JsonObject { ["channel"] = _server.Channel, ["count"] = 10, ["before_id"] = 1_000_000 });
        Assert.Empty(page["results"]!.AsArray());
    }

    private Task PlanAsync(string world, int days)
    {
        var day = _server.Server.Time.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return _server.Server.ExecuteSqlAsync($"INSERT INTO core_plannedusage (start, \"end\", attendees, notes, world_id) VALUES ('{day}', '{day}', 5, '', '{world}')");
    }

    private async Task<int> VersionAsync(string world) =>
        int.Parse((await _server.Server.ReadSqlAsync($"SELECT version FROM core_world WHERE id = '{world}'"))!, CultureInfo.InvariantCulture);
}
