using Venueless.Fast.Compare.Load;
using Venueless.Fast.Compare.Results;
using Venueless.Fast.Compare.Servers;

namespace Venueless.Fast.Compare.Scenarios;

/// <summary>One message to everybody: what a delivery costs.</summary>
internal static class FanOutScenario
{
    /// <summary>The servers have their turns in every round, so that what else the machine does meets all of them.</summary>
    public static async Task<IReadOnlyList<Measurement>> RunAsync(
        Roster roster, int messageBytes, IReadOnlyList<FanOutMode> modes, ComparisonOptions options, TextWriter output, int reactionsPerSecond = 0)
    {
        var measurements = new List<Measurement>();
        foreach (var clients in options.Clients)
        {
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var server in roster.Servers)
                {
                    foreach (var one in await FanOutRound.RunAsync(server, messageBytes, clients, modes, options, round, reactionsPerSecond))
                    {
                        measurements.Add(one);
                        await output.WriteLineAsync(Progress.Line(one));
                    }
                }
            }
        }

        return measurements;
    }

    public static string Limit(string mode) => FanOutMode.All.FirstOrDefault(one => one.Name == mode)?.Limit ?? ServerCatalogue.RawSend;
}
