namespace Venueless.Fast.Host.Tests.Wire.Maintenance;

/// <summary>operations.md section 3.10, scenario 27.</summary>
public sealed class CostScenarioTests : IAsyncLifetime
{
    private const string Meetings =
        """
        <?xml version="1.0"?><response><returncode>SUCCESS</returncode><meetings>
        <meeting><participantCount>3</participantCount><videoCount>2</videoCount><voiceParticipantCount>3</voiceParticipantCount></meeting>
        <meeting><participantCount>0</participantCount><videoCount>0</videoCount><voiceParticipantCount>0</voiceParticipantCount></meeting>
        </meetings></response>
        """;

    private WireServer _server = null!;

    public async Task InitializeAsync() => _server = await WireServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario27_CostsFollowTheFormula()
    {
        await using var busy = new HttpDouble(static _ => (200, Meetings));
        await using var idle = new HttpDouble(static _ => (200, "<response><returncode>SUCCESS</returncode><meetings/></response>"));
        await AddServerAsync("busy", busy.Url + "bigbluebutton/");
        await AddServerAsync("idle", idle.Url);
        await AddServerAsync("off", busy.Url, isActive: false);

        var run = await _server.RunCommandAsync("bbb_update_cost");

        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error));
        Assert.Equal("89", await CostAsync("busy"));
        Assert.Equal("0", await CostAsync("idle"));
        Assert.Equal("7", await CostAsync("off"));
        Assert.Matches("^GET /bigbluebutton/api/getMeetings\\?&checksum=[0-9a-f]{40}$", Assert.Single(busy.Requests));
    }

    [Theory]
    [InlineData(500, Meetings)]
    [InlineData(200, "<response><returncode>FAILED</returncode></response>")]
    [InlineData(200, "<response>")]
    [InlineData(200, "")]
    [InlineData(200, "<!DOCTYPE x [<!ENTITY e 'SUCCESS'>]><response><returncode>&e;</returncode></response>")]
    [InlineData(200, "<response><returncode>SUCCESS</returncode><meetings><meeting><participantCount>x</participantCount></meeting></meetings></response>")]
    public async Task Scenario27_FailingServer_KeepsItsCost_AndTheOthersGoOn(int status, string body)
    {
        await using var good = new HttpDouble(static _ => (200, Meetings));
        await using var bad = new HttpDouble(_ => (status, body));
        await AddServerAsync("bad", bad.Url);
        await AddServerAsync("nobody", "http://127.0.0.1:1/");
        await AddServerAsync("strange", "no address at all");
        await AddServerAsync("good", good.Url);

        var run = await _server.RunCommandAsync("bbb_update_cost");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(("7", "7", "7", "89"), (await CostAsync("bad"), await CostAsync("nobody"), await CostAsync("strange"), await CostAsync("good")));
        Assert.Equal(3, run.Error.Split('\n').Count(static line => line.Contains("keeps its cost", StringComparison.Ordinal)));
        Assert.DoesNotContain("checksum", run.Error, StringComparison.Ordinal);
    }

    private Task AddServerAsync(string name, string url, bool isActive = true) => _server.ExecuteSqlAsync(
        $"INSERT INTO core_bbbserver (id, active, url, secret, rooms_only, cost) VALUES ('{Guid.NewGuid()}', {isActive}, '{url}', '{name}', FALSE, 7)");

    private Task<string?> CostAsync(string name) => _server.ReadSqlAsync($"SELECT cost FROM core_bbbserver WHERE secret = '{name}'");
}
