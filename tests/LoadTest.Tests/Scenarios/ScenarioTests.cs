using System.Text.Json.Nodes;

namespace Venueless.Fast.LoadTest.Tests.Scenarios;

/// <summary>Each scenario small, against the real program.</summary>
[Collection(VenueCollection.Name)]
public sealed class ScenarioTests(VenueFixture venue)
{
    [Theory]
    [InlineData("--chat", "volatile")]
    [InlineData("--chat", "persistent")]
    [InlineData("--portable", "--loops", "2")]
    public async Task Flood_DeliversEverythingToEverybody(params string[] options)
    {
        var (exitCode, output, results) = await venue.RunAsync(["flood", "--clients", "20", "--rampup", "2", "--msgs", "20", "--duration", "1", "--chatters", "3", .. options]);
        Assert.True(exitCode == 0, output);
        Assert.Equal(20, Figure(results, "joins"));
        Assert.Equal(20, Counter(results, "messages sent"));
        Assert.Equal(20 * 20, Figure(results, "deliveries"));
        Assert.Equal(20, Latency(results, "own message")!["count"]!.GetValue<long>());
        Assert.Equal(20, Latency(results, "chat.send")!["count"]!.GetValue<long>());
        Assert.True(Figure(results, "server memory at the end, MB") > 10);
        // Only a persistent chat is marked as read: for every message, and for the history at the join where there was one.
        var marks = Latency(results, "chat.mark_read")?["count"]!.GetValue<long>() ?? 0;
        Assert.True(options.Contains("persistent") ? marks >= 400 : marks == 0, $"{marks} marks");
    }

    [Fact]
    public async Task Keynote_InTwoProcesses_CountsAsOne()
    {
        var (exitCode, output, results) = await venue.RunAsync("keynote", "--clients", "21", "--msgs", "20", "--duration", "3", "--every", "1", "--share", "1", "--processes", "2");
        Assert.True(exitCode == 0, output);
        Assert.Equal(21, Figure(results, "joins"));
        Assert.Equal(60 * 21, Figure(results, "deliveries"));
        Assert.Equal(0, Figure(results, "lost"));
        Assert.True(Latency(results, "room.react")!["count"]!.GetValue<long>() >= 20);
    }

    [Theory]
    [InlineData("volatile", true)]
    [InlineData("persistent", false)]
    public async Task JoinStorm_CompletesEveryStepOfEveryJoin(string chat, bool joinsChat)
    {
        var (exitCode, output, results) = await venue.RunAsync("join-storm", "--clients", "30", "--duration", "0.1", "--chat", chat);
        Assert.True(exitCode == 0, output);
        foreach (var step in new[] { "connect", "authenticate", "user.update", "room.enter", "chat.subscribe", "question.list", "poll.list", "join" })
        {
            Assert.Equal(30, Latency(results, step)!["count"]!.GetValue<long>());
        }

        Assert.Equal(joinsChat, Latency(results, "chat.join") is not null);
        Assert.True(Figure(results, "joins per second") > 0);
        Assert.True(Figure(results, "server CPU per join, ms") >= 0);
    }

    [Fact]
    public async Task ReconnectStorm_BringsEverybodyBack()
    {
        var (exitCode, output, results) = await venue.RunAsync("reconnect-storm", "--clients", "20", "--duration", "2.5", "--rate", "5");
        Assert.True(exitCode == 0, output);
        Assert.Equal(20, Latency(results, "back again")!["count"]!.GetValue<long>());
        // The web client waits a second before it comes back.
        Assert.True(Latency(results, "back again")!["p50"]!.GetValue<double>() >= 1000);
        Assert.Equal(20, Figure(results, "rejoins"));
        Assert.Null(Counters(results)["attendees away at the end"]);
    }

    [Fact]
    public async Task Workshops_KeepsRoomsApart()
    {
        var (exitCode, output, results) = await venue.RunAsync("workshops", "--clients", "25", "--chatters", "5", "--msgs", "20", "--duration", "1");
        Assert.True(exitCode == 0, output);
        // Two stages and three workshops with five attendees each.
        Assert.Equal(20 * 5, Figure(results, "deliveries"));
    }

    [Fact]
    public async Task QaAndPolls_ShowsQuestionsToEverybody_AndVotes()
    {
        var (exitCode, output, results) = await venue.RunAsync(
            "qa-and-polls", "--clients", "20", "--rate", "3", "--duration", "1", "--share", "1", "--every", "5", "--moderator-token", venue.ModeratorToken);
        Assert.True(exitCode == 0, output);
        Assert.Equal(3 * 20, Figure(results, "deliveries"));
        Assert.Equal(3, Latency(results, "question.ask")!["count"]!.GetValue<long>());
        Assert.Equal(3 * 20, Latency(results, "question.vote")!["count"]!.GetValue<long>());
        Assert.Equal(20, Latency(results, "poll.vote")!["count"]!.GetValue<long>());
        Assert.Equal(1, Counter(results, "polls"));
    }

    [Fact]
    public async Task SlowConsumers_AreClosed_AndNobodyElseLosesAnything()
    {
        var (exitCode, output, results) = await venue.RunAsync("slow-consumers", "--clients", "10", "--share", "0.2", "--chatters", "2", "--msgs", "50", "--size", "150000", "--duration", "3");
        Assert.True(exitCode == 0, output);
        Assert.Equal(2, Counter(results, "slow attendees closed by the server"));
        Assert.Equal(0, Counter(results, "slow attendees kept by the server"));
        Assert.Equal(0, Figure(results, "lost"));
        Assert.NotNull(Latency(results, "delivery before the slow ones"));
        Assert.NotNull(Latency(results, "delivery"));
    }

    [Fact]
    public async Task Idle_ReportsMemoryPerAttendee()
    {
        var (exitCode, output, results) = await venue.RunAsync("idle", "--clients", "20", "--duration", "0.2");
        Assert.True(exitCode == 0, output);
        Assert.NotNull(results["figures"]!["server memory per attendee, KB"]);
        Assert.Equal(0, Figure(results, "deliveries"));
    }

    [Fact]
    public async Task Pings_AsOftenAsAsked_StandInEverySecond()
    {
        var (exitCode, output, results) = await venue.RunAsync("idle", "--clients", "4", "--duration", "2", "--ping", "0.05");
        Assert.True(exitCode == 0, output);
        // 160 in two seconds; a busy machine sends fewer, the default of ten seconds none.
        Assert.True(Latency(results, "ping")!["count"]!.GetValue<long>() >= 40);
        Assert.Contains(results["series"]!.AsArray(), static point => point!["pingP50"]?.GetValue<double>() > 0);
    }

    private static double Figure(JsonObject results, string name) => results["figures"]![name]!.GetValue<double>();

    private static JsonObject Counters(JsonObject results) => results["counters"]!.AsObject();

    private static long Counter(JsonObject results, string name) => Counters(results)[name]!.GetValue<long>();

    private static JsonNode? Latency(JsonObject results, string name) => results["latencies"]!.AsArray().FirstOrDefault(entry => (string?)entry!["name"] == name);
}
