using Venueless.Fast.Compare.Dialects;
using Venueless.Fast.Compare.Load;
using Venueless.Fast.Compare.Results;
using Venueless.Fast.Compare.Servers;

namespace Venueless.Fast.Compare.Scenarios;

/// <summary>Every server in every mode for a moment: each delivery must come exactly once and be what was sent. Measures nothing.</summary>
internal static class Smoke
{
    private const int Clients = 20;
    private const int CommandsPerSecond = 10;
    private const int ReactionsPerSecond = 50;

    /// <summary>What is wrong, a line each; empty: nothing.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(ComparisonOptions options, TextWriter output)
    {
        var brief = options with
        {
            Clients = [Clients],
            Rounds = 1,
            Time = TimeSpan.FromSeconds(0.3),
            WarmUp = TimeSpan.FromSeconds(0.1),
            Settling = TimeSpan.Zero,
        };
        var fanOut = await Roster.PrepareAsync(brief, ServerCatalogue.FanOutNames, output);
        var measurements = new List<Measurement>();
        measurements.AddRange(await FanOutScenario.RunAsync(fanOut, await fanOut.MeasureMessageAsync(), [.. FanOutMode.All, FanOutMode.Keynote], brief, output, ReactionsPerSecond));
        var answers = await Roster.PrepareAsync(brief, ServerCatalogue.AnswerNames, output);
        measurements.AddRange(await InboundScenario.RunAsync(answers, Commands.All, CommandsPerSecond, brief, output));
        var idle = await IdleScenario.RunAsync(fanOut, brief, output);
        return
        [
            .. measurements
                .Where(static one => one.Count == 0 || one.Missing > 0 || one.Duplicates > 0 || one.Gone > 0)
                .Select(static one => $"{one.Server}, {one.Mode}: {one.Count} came, {one.Missing} are missing, {one.Duplicates} came twice, {one.Gone} connections were closed"),
            .. idle.Where(static one => one.ResidentBytes == 0).Select(static one => $"{one.Server}: its memory could not be read"),
        ];
    }
}
