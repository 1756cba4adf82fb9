using System.Globalization;
using System.Text;

namespace Venueless.Fast.Compare.Results;

/// <summary>Tables of what idle connections cost: medians over the rounds.</summary>
internal static class IdleReport
{
    public static string Write(IReadOnlyList<IdleMeasurement> measurements)
    {
        var text = new StringBuilder();
        foreach (var group in measurements.GroupBy(static one => one.Clients))
        {
            text.Append(CultureInfo.InvariantCulture, $"### idle, {group.Key:#,0} clients\n\n");
            var table = new MarkdownTable(
                "server", "RSS bytes per client", "RSS MiB in all", "server CPU µs per client that comes in", "clients per second", "others' cores, median / worst", "rounds");
            foreach (var server in group.GroupBy(static one => one.Server))
            {
                var rounds = server.ToArray();
                table.Add(
                    server.Key,
                    Median(rounds, static one => one.BytesPerClient),
                    Median(rounds, static one => one.ResidentBytes / (double)(1 << 20)),
                    Median(rounds, static one => one.ServerMicrosecondsPerClient),
                    Median(rounds, static one => one.ClientsPerSecond),
                    $"{Median(rounds, static one => one.OthersCores)} / {MarkdownTable.Figure(rounds.Max(static one => one.OthersCores))}",
                    rounds.Length.ToString(CultureInfo.InvariantCulture));
            }

            text.Append(table).Append('\n');
        }

        return text.ToString();
    }

    private static string Median(IdleMeasurement[] rounds, Func<IdleMeasurement, double> figure) => MarkdownTable.Figure(Statistics.Median(rounds.Select(figure)));
}
