using System.Globalization;
using System.Text;

namespace Venueless.Fast.Host.Tests.Wire.Maintenance;

/// <summary>calls.md section F6, against a double over HTTP.</summary>
public sealed class DigitalSambaScenarioTests
{
    [Fact]
    public async Task Rooms_ThatAreGoneAtTheService_LoseTheirRow_OthersAreTriedAgain()
    {
        var (gone, missing, refused) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var status = 500;
        await using var service = new HttpDouble(request =>
            request.StartsWith("GET", StringComparison.Ordinal) ? (200, """{"data":[]}""")
            : request.EndsWith(gone.ToString(), StringComparison.Ordinal) ? (204, "")
            : request.EndsWith(missing.ToString(), StringComparison.Ordinal) ? (404, "{}")
            : (status, ""));
        await using var server = await StartAsync(service);
        foreach (var call in new[] { gone, missing, refused })
        {
            await AddCallAsync(server, call);
        }

        var run = await server.RunCommandAsync("cleanup");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"DELETE rooms/{refused} failed: status 500", run.Error, StringComparison.Ordinal);
        Assert.Equal(refused.ToString(), await server.ReadSqlAsync($"SELECT {server.Joined("ds_id")} FROM core_digitalsambacall"));
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("team:key"))}", service.Authorization);
        Assert.Contains($"DELETE /v1/rooms/{gone}", service.Requests);

        status = 200;
        await server.RunCommandAsync("cleanup");
        Assert.Equal("0", await server.ReadSqlAsync("SELECT COUNT(*) FROM core_digitalsambacall"));
        Assert.Single(service.Requests, request => request.EndsWith(gone.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Recordings_OlderThanTheRetention_AreDeletedPageByPage()
    {
        var pages = new Dictionary<string, string>();
        await using var service = new HttpDouble(request =>
            request.StartsWith("GET", StringComparison.Ordinal) ? (200, pages.GetValueOrDefault(request, """{"data":[]}""")) : (200, ""));
        await using var server = await StartAsync(service);
        pages["GET /v1/recordings?order=asc"] = Page((server, "a", -31), (server, "b", -30.01), (server, "c", -29.99));
        pages["GET /v1/recordings?order=asc&after=c"] = $$"""{"data":[5,{"id":null},{"id":"strange","created_at":"soon"},{"id":"d e","created_at":"{{At(server, -40)}}"}]}""";

        Assert.Equal(0, (await server.RunCommandAsync("cleanup")).ExitCode);

        Assert.Equal(
            [
                "GET /v1/recordings?order=asc", "DELETE /v1/recordings/a", "DELETE /v1/recordings/b", "GET /v1/recordings?order=asc&after=c",
                "DELETE /v1/recordings/d%20e", "GET /v1/recordings?order=asc&after=d%20e",
            ],
            service.Requests);
    }

    [Theory]
    [InlineData(500, "{}")]
    [InlineData(200, "no JSON")]
    [InlineData(200, "[]")]
    public async Task Recordings_PageThatCannotBeRead_EndsOnlyThis(int status, string body)
    {
        await using var service = new HttpDouble(request => request.StartsWith("GET", StringComparison.Ordinal) ? (status, body) : (200, ""));
        await using var server = await StartAsync(service);
        await AddCallAsync(server, Guid.NewGuid());

        Assert.Equal(0, (await server.RunCommandAsync("cleanup")).ExitCode);

        Assert.Equal("0", await server.ReadSqlAsync("SELECT COUNT(*) FROM core_digitalsambacall"));
        Assert.Equal(2, service.Requests.Length);
    }

    [Fact]
    public async Task Recordings_SamePageForEver_EndsAllTheSame()
    {
        await using var service = new HttpDouble(static _ => (200, """{"data":[{"id":"a","created_at":"2999-01-01T00:00:00Z"}]}"""));
        await using var server = await StartAsync(service);

        Assert.Equal(0, (await server.RunCommandAsync("cleanup")).ExitCode);

        Assert.Equal(2, service.Requests.Length);
    }

    [Fact]
    public async Task Rooms_WithoutATeam_AreNotAskedFor()
    {
        await using var service = new HttpDouble(static _ => (200, """{"data":[]}"""));
        await using var server = await WireServer.StartAsync(configure: configuration => configuration.Variable("VENUELESS_DIGITALSAMBA_API", service.Url));
        await AddCallAsync(server, Guid.NewGuid());

        await server.RunCommandAsync("cleanup");

        Assert.Empty(service.Requests);
        Assert.Equal("1", await server.ReadSqlAsync("SELECT COUNT(*) FROM core_digitalsambacall"));
    }

    private static Task<WireServer> StartAsync(HttpDouble service) => WireServer.StartAsync(configure: configuration => configuration
        .Variable("VENUELESS_DIGITALSAMBA_API", service.Url + "v1")
        .Variable("VENUELESS_DIGITALSAMBA_TEAM", "team")
        .Variable("VENUELESS_DIGITALSAMBA_KEY", "key"));

    private static string At(WireServer server, double days) => server.Time.GetUtcNow().AddDays(days).ToString("O", CultureInfo.InvariantCulture);

    private static string Page(params (WireServer Server, string Id, double Days)[] recordings) =>
        $$"""{"data":[{{string.Join(',', recordings.Select(static item => $$"""{"id":"{{item.Id}}","created_at":"{{At(item.Server, item.Days)}}"}"""))}}]}""";

    // The world of these tests has no domain.
    private static Task AddCallAsync(WireServer server, Guid remote) => server.ExecuteSqlAsync(
        $$"""
        INSERT INTO core_digitalsambacall (id, created, config, ds_id, url_name, world_id)
        VALUES ('{{Guid.NewGuid()}}', '2026-01-01 00:00:00.000000+00:00', '{}', '{{remote}}', 'n', '{{WireServer.World}}')
        """);
}
