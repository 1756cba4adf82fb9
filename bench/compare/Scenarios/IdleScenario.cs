using Venueless.Fast.Compare.Dialects;
using Venueless.Fast.Compare.Load;
using Venueless.Fast.Compare.Results;
using Venueless.Fast.Compare.Servers;
using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.Compare.Scenarios;

/// <summary>Clients that come in and then only listen: what one of them costs in memory. Ours are complete attendees.</summary>
internal static class IdleScenario
{
    // Whatever a program needs once, it needs for these.
    private const int FirstClients = 200;
    private const int UsualAnswerBytes = 40;

    public static async Task<IReadOnlyList<IdleMeasurement>> RunAsync(Roster roster, ComparisonOptions options, TextWriter output)
    {
        var measurements = new List<IdleMeasurement>();
        foreach (var clients in options.Clients)
        {
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var server in roster.Servers)
                {
                    var one = await MeasureAsync(server, clients, options.Settling, round);
                    measurements.Add(one);
                    await output.WriteLineAsync(Progress.Line(one));
                }
            }
        }

        return measurements;
    }

    private static async Task<IdleMeasurement> MeasureAsync(IServer server, int clients, TimeSpan settling, int round)
    {
        await using var child = await server.StartAsync();
        using var crowd = new Crowd(child, await server.DescribeAsync(child, UsualAnswerBytes), members: 0, Role.Member);
        var process = new ProcessSampler(child.ProcessId);
        var first = Math.Min(FirstClients, clients / 2);
        await crowd.GrowAsync(first);
        await Task.Delay(settling);
        var residentBefore = Resident(process);
        var watch = new CpuWatch(child);
        await crowd.GrowAsync(clients);
        var use = watch.Read();
        await Task.Delay(settling);
        var resident = Resident(process);
        return new IdleMeasurement
        {
            Server = server.Name,
            Clients = clients,
            Round = round,
            BytesPerClient = (resident - residentBefore) / (double)(clients - first),
            ResidentBytes = resident,
            ServerMicrosecondsPerClient = use.Server / (double)(clients - first),
            ClientsPerSecond = (clients - first) / use.Seconds,
            OthersCores = use.OthersCores,
        };
    }

    private static long Resident(ProcessSampler process) => (process.Read() ?? throw new InvalidOperationException("The server is gone.")).ResidentBytes;
}
