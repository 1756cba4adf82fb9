namespace Venueless.Fast.Host.Tests.Wire.Maintenance;

/// <summary>operations.md section 6.2: the nodes do by themselves what cron would; who of them, the tests of the schedule say.</summary>
public sealed class ScheduleScenarioTests
{
    [Fact]
    public async Task Nodes_CleanUpAndAskForCostsByThemselves()
    {
        await using var busy = new HttpDouble(static _ => (200,
            "<response><returncode>SUCCESS</returncode><meetings><meeting><participantCount>1</participantCount><videoCount>0</videoCount>"
            + "<voiceParticipantCount>1</voiceParticipantCount></meeting></meetings></response>"));
        await using var server = await WireServer.StartAsync(hasBackgroundWork: true, isPatient: true);
        await AddTokenAsync(server, "first");
        await server.ExecuteSqlAsync($"INSERT INTO core_bbbserver (id, active, url, secret, rooms_only, cost) VALUES ('{Guid.NewGuid()}', TRUE, '{busy.Url}', 's', FALSE, 0)");

        await ExpectCleanUpAsync(server);
        await WireServer.WaitUntilAsync(async () => await server.ReadSqlAsync("SELECT cost FROM core_bbbserver") == "11", "the cost");
        await AddTokenAsync(server, "second");
        await ExpectCleanUpAsync(server);

        Assert.Equal("0", await server.ReadSqlAsync("SELECT COUNT(*) FROM fast_work WHERE due IS NULL"));
    }

    [Fact]
    public async Task Nodes_WithoutBackgroundWork_LeaveItToCron()
    {
        await using var server = await WireServer.StartAsync(isPatient: true);

        server.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("0", await server.ReadSqlAsync("SELECT COUNT(*) FROM fast_work"));
    }

    private static Task AddTokenAsync(WireServer server, string code) => server.ExecuteSqlAsync(
        $"INSERT INTO core_shorttoken (expires, short_token, long_token, world_id) VALUES ('2020-01-01 00:00:00.000000+00:00', '{code}', 'x', '{WireServer.World}')");

    // A node that is not yet waiting for the clock needs another minute of it.
    private static Task ExpectCleanUpAsync(WireServer server) => WireServer.WaitUntilAsync(
        async () =>
        {
            server.Time.Advance(TimeSpan.FromMinutes(1));
            return await server.ReadSqlAsync("SELECT COUNT(*) FROM core_shorttoken") == "0";
        },
        "a clean-up");
}
