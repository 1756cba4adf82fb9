using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>docs/metrics.md: what Prometheus reads after real clients did real things.</summary>
public sealed partial class MetricsScenarioTests : IAsyncLifetime
{
    private const string Durations = "venueless_command_duration_seconds_count";

    private static readonly (string, string) World = ("world", WireServer.World);

    private ChatVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await ChatVenue.OpenAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task Commands_AreCountedByNameAndDeliveriesByAudience()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAsync(ChatVenue.Ben, "Ben");
        await ada.ReceivePushAsync("chat.event");
        for (var message = 0; message < 3; message++)
        {
            await _venue.SendAsync(ada, $"Message {message}");
        }

        // Ada sees two joins, Ben his own; both see three messages.
        var page = await WaitForAsync(
            page => page.Sum("venueless_deliveries_total", ("audience", "channel")) >= 9 && page.Sum(Durations) >= 7, "nine deliveries and seven commands");
        Assert.Equal(9, page.Sum("venueless_deliveries_total", ("audience", "channel")));
        Assert.Equal(3, page.Sum(Durations, ("command", "chat.send")));
        Assert.Equal(2, page.Sum(Durations, ("command", "chat.join")));
        Assert.Equal(2, page.Sum(Durations, ("command", "user.update")));
        Assert.Equal(7, page.Sum(Durations));
        Assert.Equal(7, page.Sum("venueless_command_duration_seconds_bucket", ("le", "+Inf")));
        Assert.Equal(9, page.Sum("venueless_messages_received_total", World));
        Assert.InRange(page.Sum("venueless_sent_flushes_total"), 1, page.Sum("venueless_sent_frames_total") + page.Sum("venueless_handshakes_total"));
        Assert.InRange(page.Sum("venueless_sent_bytes_total"), 1000, 1_000_000);
        Assert.Equal(0, page.Sum("venueless_outbound_queue_bytes"));
        Assert.Equal(0, page.Sum("venueless_errors_fatal_total"));

        // Two guests, their names, memberships and messages share transactions or do not.
        Assert.InRange(page.Sum("venueless_commit_batch_size_count"), 1, page.Sum("venueless_commit_batch_size_sum"));
        Assert.Equal(page.Sum("venueless_commit_batch_size_count"), page.Sum("venueless_commit_duration_seconds_count"));
    }

    [Fact]
    public async Task Connections_AreCountedByWorldAndLabelAndLoginsByOutcome()
    {
        var other = await _venue.Server.ImportWorldAsync(WireToken.Config());
        await using var ada = await _venue.LogInAsync(ChatVenue.Ada);
        await using var stranger = await VenuelessClient.ConnectAsync(_venue.Server.Port, other);
        await stranger.SendAsync(new JsonArray("authenticate", WireToken.Body(new JsonObject { ["uid"] = "x" }, "not-the-secret-of-this-world-0000000000")));
        await stranger.ExpectErrorAsync("auth.invalid_token");
        await stranger.SendAsync("""["authenticate",{}]""");
        await stranger.ExpectErrorAsync("auth.missing_id_or_token");
        await using (var lost = await VenuelessClient.ConnectAsync(_venue.Server.Port, "nowhere"))
        {
            await lost.ExpectErrorAsync("world.unknown_world");
        }

        var page = await WaitForAsync(page => page.Sum("venueless_connections") == 2, "two connections");
        Assert.Equal(1, page.Sum("venueless_connections", World, ("label", "unknown.unknown")));
        Assert.Equal(1, page.Sum("venueless_connections", ("world", other)));
        Assert.Equal(3, page.Sum("venueless_handshakes_total"));
        Assert.Equal(1, page.Sum("venueless_logins_total", World));
        Assert.Equal(0, page.Sum("venueless_logins_total", ("world", other)));
        Assert.Equal(1, page.Sum("venueless_login_failures_total", ("world", other), ("reason", "invalid_token")));
        Assert.Equal(1, page.Sum("venueless_login_failures_total", ("world", other), ("reason", "malformed")));
        Assert.Equal(2, page.Sum("venueless_login_failures_total"));

        // Nobody can make a series by asking for a world that there is not.
        Assert.DoesNotContain("nowhere", page.Values("venueless_connections", "world"));

        await stranger.DisposeAsync();
        await WaitForAsync(page => page.Sum("venueless_connections", ("world", other)) == 0, "the end of a connection");
        page = await WaitForAsync(page => page.Sum("venueless_connections_closed_total") == 2, "two ends");
        Assert.Equal(2, page.Sum("venueless_connections_closed_total", ("reason", "other")));
    }

    [Fact]
    public async Task UnknownCommands_AreOneSeries()
    {
        await using var ada = await _venue.LogInAsync(ChatVenue.Ada);
        foreach (var name in new[] { "weather.today", "user.nothing", "chat." })
        {
            await ada.SendAsync($$"""["{{name}}", 1, {}]""");
            await ada.ReceiveAsync("a refusal");
        }

        await ada.SendAsync("""["ping", 1]""");
        await ada.ReceiveAsync("a pong");

        var page = await WaitForAsync(page => page.Sum(Durations) == 3, "three commands");
        Assert.Equal(["unknown"], page.Values(Durations, "command"));
    }

    [Fact]
    public async Task Nodes_MeasureWhatGoesThroughRedis()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");

        var page = await MetricsPage.ScrapeAsync(_venue.Server);

        var published = page.Sum("venueless_broker_publish_duration_seconds_count");
        Assert.Equal(_venue.Server.HasRedis, published > 0);
        Assert.Equal(_venue.Server.HasRedis, page.Sum("venueless_broker_delivery_duration_seconds_count") > 0);
        Assert.Equal(_venue.Server.HasRedis, page.Names.Contains("venueless_broker_gaps_total"));
        Assert.Equal(0, page.Sum("venueless_broker_gaps_total"));
        Assert.Equal(0, page.Sum("venueless_resynchronizations_total"));
    }

    [Fact]
    public async Task Dashboard_ShowsOnlyWhatIsExported()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        var path = FindDocument("grafana/venueless.json");
        using var dashboard = JsonDocument.Parse(await File.ReadAllBytesAsync(path));
        var wanted = Expressions(dashboard.RootElement).SelectMany(static text => Metric().Matches(text)).Select(static match => match.Value)
            .Where(name => _venue.Server.HasRedis || !name.StartsWith("venueless_broker_", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .ToArray();

        var page = await MetricsPage.ScrapeAsync(_venue.Server);

        Assert.InRange(wanted.Length, 20, 100);
        Assert.Empty(wanted.Except(page.Names));
    }

    [Fact]
    public async Task Document_NamesEveryInstrument()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        var document = await File.ReadAllTextAsync(FindDocument("metrics.md"));

        var page = await MetricsPage.ScrapeAsync(_venue.Server);

        var exported = page.Names.Where(static name => name.StartsWith("venueless_", StringComparison.Ordinal)).Select(static name => HistogramEnding().Replace(name, ""));
        Assert.DoesNotContain(exported, name => !document.Contains($"`{name}`", StringComparison.Ordinal));
    }

    // Above the folder of the built tests, which three projects have of their own.
    private static string FindDocument(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "docs", name) is var path && File.Exists(path))
            {
                return path;
            }
        }

        throw new InvalidOperationException($"There is no docs/{name} above the tests.");
    }

    private static IEnumerable<string> Expressions(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static property =>
            property.Name is "expr" or "query" && property.Value.ValueKind == JsonValueKind.String ? [property.Value.GetString()!] : Expressions(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Expressions),
        _ => [],
    };

    [GeneratedRegex(@"\b(venueless|dotnet)_[a-z0-9_]+")]
    private static partial Regex Metric();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramEnding();

    private async Task<MetricsPage> WaitForAsync(Func<MetricsPage, bool> condition, string expectation)
    {
        // What is counted behind a reply may be a moment later than the reply.
        MetricsPage? page = null;
        await WireServer.WaitUntilAsync(async () => condition(page = await MetricsPage.ScrapeAsync(_venue.Server)), expectation);
        return page!;
    }
}
