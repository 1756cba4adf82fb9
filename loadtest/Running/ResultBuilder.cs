using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>Adds the workers' results up and draws the figures from them.</summary>
internal static class ResultBuilder
{
    private const double SlowestP90 = 10_000;

    public static LoadResult Build(
        LoadOptions options, DateTimeOffset startedAt, IReadOnlyList<int> serverProcesses, IReadOnlyList<Phase> phases, IReadOnlyList<SeriesPoint> series, IReadOnlyList<WorkerResult> results)
    {
        var histograms = new SortedDictionary<string, LatencyHistogram>(StringComparer.Ordinal);
        var counters = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var result in results)
        {
            foreach (var (name, data) in result.Histograms)
            {
                if (!histograms.TryGetValue(name, out var sum))
                {
                    histograms.Add(name, sum = new LatencyHistogram());
                }

                sum.Add(LatencyHistogram.FromData(data));
            }

            foreach (var (name, number) in result.Counters)
            {
                counters[name] = counters.GetValueOrDefault(name) + number;
            }
        }

        return new LoadResult
        {
            StartedAt = startedAt,
            // The tokens and what they open stay out of files.
            Options = options with { Tokens = [], ModeratorToken = options.ModeratorToken is null ? null : "given" },
            ServerProcesses = serverProcesses,
            Phases = phases,
            Series = series,
            Counters = counters,
            Latencies = [.. histograms.Where(static entry => entry.Value.Count > 0).Select(static entry => LatencySummary.Of(entry.Key, entry.Value))],
            Figures = Figures(options, phases, series, histograms, counters),
            Limits = Limits(options, histograms, counters),
        };
    }

    private static SortedDictionary<string, double> Figures(
        LoadOptions options, IReadOnlyList<Phase> phases, IReadOnlyList<SeriesPoint> series, IReadOnlyDictionary<string, LatencyHistogram> histograms, IReadOnlyDictionary<string, long> counters)
    {
        var figures = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var join = phases.First(static phase => phase.Name == "join");
        var run = phases.First(static phase => phase.Name == "run");
        var joins = histograms.GetValueOrDefault("join")?.Count ?? 0;
        var deliveries = histograms.Where(static entry => entry.Key.StartsWith("delivery", StringComparison.Ordinal)).Sum(static entry => entry.Value.Count);
        var replies = series.Where(static point => point.Phase == "run").Sum(static point => point.Replies);
        var rejoins = histograms.GetValueOrDefault("rejoin")?.Count ?? 0;

        void Add(string name, double? value)
        {
            if (value is { } known && double.IsFinite(known))
            {
                figures[name] = Math.Round(known, 3);
            }
        }

        Add("joins", joins);
        Add("joins per second", joins / (join.End - join.Start));
        Add("server CPU per join, ms", join.ServerCpuSeconds * 1000 / joins);
        Add("server memory per attendee, KB", (join.ServerBytes - phases[0].ServerBytes) / 1000d / joins);
        Add("deliveries", deliveries);
        Add("lost", counters.GetValueOrDefault("lost"));
        Add("duplicates", counters.GetValueOrDefault("duplicates"));
        if (deliveries > 0)
        {
            Add("deliveries per second", deliveries / (run.End - run.Start));
            Add("server CPU per delivery, us", run.ServerCpuSeconds * 1e6 / deliveries);
        }

        if (replies > 0)
        {
            Add("commands answered per second", replies / (run.End - run.Start));
            Add("server CPU per command, us (all CPU of the phase)", run.ServerCpuSeconds * 1e6 / replies);
        }

        Add("generator CPU of the measured phase, cores", run.GeneratorCpuSeconds / (run.End - run.Start));
        Add("generator CPU per delivery, us", deliveries > 0 ? run.GeneratorCpuSeconds * 1e6 / deliveries : null);
        Add("generator CPU per join, ms", joins > 0 ? join.GeneratorCpuSeconds * 1000 / joins : null);
        Add("rejoins", rejoins > 0 ? rejoins : null);
        Add("server CPU of the measured phase, cores", run.ServerCpuSeconds / (run.End - run.Start));
        Add("server memory at the end, MB", run.ServerBytes / 1e6);
        Add("received, MB", counters.GetValueOrDefault("bytes received") / 1e6);
        Add("sent, MB", counters.GetValueOrDefault("bytes sent") / 1e6);
        Add("errors", counters.GetValueOrDefault("errors"));
        Add("attendees", options.Clients);
        return figures;
    }

    /// <summary>Those of operations.md section 8, and that nothing is lost.</summary>
    private static List<LimitCheck> Limits(LoadOptions options, IReadOnlyDictionary<string, LatencyHistogram> histograms, IReadOnlyDictionary<string, long> counters)
    {
        var checks = new List<LimitCheck>();
        var joined = histograms.GetValueOrDefault("join")?.Count ?? 0;
        checks.Add(new("every attendee has joined", joined == options.Clients, $"{joined} of {options.Clients}"));
        checks.Add(new("no message is lost", counters.GetValueOrDefault("lost") == 0, $"{counters.GetValueOrDefault("lost")} lost"));
        checks.Add(new("no message comes twice", counters.GetValueOrDefault("duplicates") == 0, $"{counters.GetValueOrDefault("duplicates")} twice or out of order"));
        var late = counters.GetValueOrDefault("pings without pong in 10 s");
        var pongs = histograms.GetValueOrDefault("ping")?.Count ?? 0;
        checks.Add(new("more than 90 % of the pings are answered", late == 0 || pongs > 9 * late, $"{pongs} answered, {late} not"));
        var slowest = histograms
            .Where(static entry => entry.Value.Count > 0 && entry.Key != "lateness of the generator")
            .Select(static entry => (Name: entry.Key, Milliseconds: entry.Value.Percentile(90) / 1000d))
            .DefaultIfEmpty((Name: "nothing was measured", Milliseconds: 0))
            .MaxBy(static entry => entry.Milliseconds);
        checks.Add(new("90 % of everything takes less than 10 s", slowest.Milliseconds < SlowestP90, FormattableString.Invariant($"slowest: {slowest.Name}, {slowest.Milliseconds:0} ms")));
        var errors = counters.GetValueOrDefault("errors") + counters.GetValueOrDefault("failed joins");
        var replies = histograms.Where(static entry => entry.Key.Contains('.')).Sum(static entry => entry.Value.Count);
        checks.Add(new("less than 5 % errors", errors == 0 || errors * 20 < replies, $"{errors} errors, {replies} replies"));
        return checks;
    }
}
