using Venueless.Fast.Compare.Load;
using Venueless.Fast.Compare.Results;
using Venueless.Fast.Compare.Servers;

namespace Venueless.Fast.Compare.Scenarios;

/// <summary>Many clients with small commands: what an answer costs. The yardstick's answers are as long as ours.</summary>
internal static class InboundScenario
{
    private const int UsualAnswerBytes = 40;

    // Of the length in the options; more only if the compiler does not rest.
    private const int MostWarmUps = 5;

    /// <param name="commandsPerSecond">Of each client.</param>
    public static async Task<IReadOnlyList<Measurement>> RunAsync(
        Roster roster, IReadOnlyList<string> commands, int commandsPerSecond, ComparisonOptions options, TextWriter output)
    {
        var lengths = await MeasureAnswersAsync(roster, commands);
        var measurements = new List<Measurement>();
        foreach (var clients in options.Clients)
        {
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var server in roster.Servers)
                {
                    await using var child = await server.StartAsync();
                    foreach (var command in commands)
                    {
                        var one = await MeasureAsync(server, child, clients, command, lengths[command], commandsPerSecond, options, round);
                        measurements.Add(one);
                        await output.WriteLineAsync(Progress.Line(one));
                    }
                }
            }
        }

        return measurements;
    }

    private static async Task<Dictionary<string, int>> MeasureAnswersAsync(Roster roster, IReadOnlyList<string> commands)
    {
        var lengths = commands.ToDictionary(static command => command, static _ => UsualAnswerBytes);
        if (roster.Own is { } own)
        {
            await using var child = await own.StartAsync();
            using var crowd = new Crowd(child, await own.DescribeAsync(child, 0), members: 1);
            await crowd.GrowAsync(1);
            foreach (var command in commands)
            {
                var phase = new AnswerPhase(crowd, command);
                await crowd.RunAsync(phase.ValidateAsync);
                lengths[command] = phase.AnswerBytes;
            }
        }

        return lengths;
    }

    private static async Task<Measurement> MeasureAsync(
        IServer server, ServerChild child, int clients, string command, int answerBytes, int commandsPerSecond, ComparisonOptions options, int round)
    {
        // All are members: they have a name, as whoever marks something as read.
        using var crowd = new Crowd(child, await server.DescribeAsync(child, answerBytes), members: clients);
        await crowd.GrowAsync(clients);
        var validation = new AnswerPhase(crowd, command);
        await crowd.RunAsync(validation.ValidateAsync);
        var compiler = new CompilerWatch(child.ProcessId);
        var warmUps = 0;
        do
        {
            var warmUp = new AnswerPhase(crowd, command);
            await crowd.RunAsync(() => warmUp.RunAsync(options.WarmUp, clients * commandsPerSecond));
        }
        while (!compiler.HasRested() && ++warmUps < MostWarmUps);

        var phase = new AnswerPhase(crowd, command);
        var watch = new CpuWatch(child);
        await crowd.RunAsync(() => phase.RunAsync(options.Time, clients * commandsPerSecond));
        var use = watch.Read();
        return new Measurement
        {
            Server = server.Name,
            Clients = clients,
            Mode = command,
            Round = round,
            Count = phase.Answers,
            Seconds = use.Seconds,
            ServerMicroseconds = use.Server / (double)phase.Answers,
            P50Milliseconds = phase.Latency.Percentile(50) / 1e3,
            P99Milliseconds = phase.Latency.Percentile(99) / 1e3,
            Missing = phase.Missing,
            Duplicates = 0,
            Gone = crowd.Gone,
            GoneReason = crowd.GoneReason,
            ServerCores = use.ServerCores,
            GeneratorCores = use.GeneratorCores,
            OthersCores = use.OthersCores,
        };
    }
}
