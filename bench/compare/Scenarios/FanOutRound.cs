using Venueless.Fast.Compare.Load;
using Venueless.Fast.Compare.Results;
using Venueless.Fast.Compare.Servers;
using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.Compare.Scenarios;

/// <summary>A fresh server with all its subscribers, validated, warmed up and measured in each mode.</summary>
internal static class FanOutRound
{
    /// <summary>
    /// So many of the subscribers publish, each in its turn: a connection's commands are executed one after the other, so that one publisher would let only one message
    /// be under way in our server.
    /// </summary>
    public const int Publishers = 16;

    // In lengths of the warm-up.
    private const int LongestWarmUp = 8;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(
        IServer server, int messageBytes, int clients, IReadOnlyList<FanOutMode> modes, ComparisonOptions options, int round, int reactionsPerSecond = 0)
    {
        await using var child = await server.StartAsync();
        var dialect = await server.DescribeAsync(child, messageBytes);
        using var crowd = new Crowd(child, dialect, Math.Min(Publishers, clients));
        await crowd.GrowAsync(clients);
        var validation = new FanOutPhase(crowd, FanOutMode.OneUnderWay, 0);
        await crowd.RunAsync(validation.ValidateAsync);
        var number = validation.Book.NextNumber;
        number = await WarmUpAsync(crowd, number, options.WarmUp);
        var measurements = new List<Measurement>();
        foreach (var mode in modes)
        {
            child.ThrowIfGone();
            var phase = new FanOutPhase(crowd, mode, number);
            var reactions = new ReactionStream(crowd, reactionsPerSecond);
            var watch = new CpuWatch(child);
            await crowd.RunAsync(() => Task.WhenAll(phase.RunAsync(options.Time), reactions.RunAsync(options.Time)));
            var use = watch.Read();
            number = phase.Book.NextNumber;
            measurements.Add(Measure(server.Name, clients, mode.Name, round, phase.Book, use, crowd));
        }

        return measurements;
    }

    // As long as the server needs for so much processor time, and until its compiler has nothing more to do: on a busy machine that takes longer.
    private static async Task<int> WarmUpAsync(Crowd crowd, int number, TimeSpan time)
    {
        var compiler = new CompilerWatch(crowd.Server.ProcessId);
        var process = new ProcessSampler(crowd.Server.ProcessId);
        var (start, begin) = (CpuMicroseconds(), Clock.Now);
        do
        {
            foreach (var mode in new[] { FanOutMode.SixteenUnderWay, FanOutMode.OneUnderWay })
            {
                var phase = new FanOutPhase(crowd, mode, number);
                await crowd.RunAsync(() => phase.RunAsync(time / 4));
                number = phase.Book.NextNumber;
            }
        }
        while ((!compiler.HasRested() || CpuMicroseconds() - start < time.TotalMicroseconds) && Clock.Now - begin < LongestWarmUp * time.TotalMicroseconds);

        return number;

        long CpuMicroseconds() => process.Read()?.CpuMicroseconds ?? throw new InvalidOperationException("The server is gone.");
    }

    private static Measurement Measure(string server, int clients, string mode, int round, MessageBook book, CpuUse use, Crowd crowd) => new()
    {
        Server = server,
        Clients = clients,
        Mode = mode,
        Round = round,
        Count = book.Deliveries,
        Seconds = use.Seconds,
        ServerMicroseconds = use.Server / (double)book.Deliveries,
        P50Milliseconds = book.Latency.Percentile(50) / 1e3,
        P99Milliseconds = book.Latency.Percentile(99) / 1e3,
        Missing = book.Missing,
        Duplicates = book.Duplicates,
        Gone = crowd.Gone,
        GoneReason = crowd.GoneReason,
        ServerCores = use.ServerCores,
        GeneratorCores = use.GeneratorCores,
        OthersCores = use.OthersCores,
    };
}
