using System.Globalization;
using System.Text;

namespace Venueless.Fast.Compare.Results;

/// <summary>Tables of measurements under load: medians over the rounds, and ratios to a reference within the same round.</summary>
internal static class LoadReport
{
    /// <param name="measurements">Of all rounds.</param>
    /// <param name="unit">What is counted, one of it.</param>
    /// <param name="units">Many of it.</param>
    /// <param name="reference">The server that a mode is compared with.</param>
    public static string Write(IReadOnlyList<Measurement> measurements, string unit, string units, Func<string, string> reference)
    {
        var text = new StringBuilder();
        foreach (var group in measurements.GroupBy(static one => (one.Clients, one.Mode)))
        {
            var limit = reference(group.Key.Mode);
            text.Append(CultureInfo.InvariantCulture, $"### {group.Key.Mode}, {group.Key.Clients:#,0} clients\n\n");
            var table = new MarkdownTable(
                "server", $"server CPU µs per {unit}", $"ratio to {limit}", $"{units} per second", "p50 ms", "p99 ms", "missing", "twice", "closed", "server cores", "others' cores, median / worst", "rounds");
            foreach (var server in group.GroupBy(static one => one.Server))
            {
                var rounds = server.ToArray();
                table.Add(
                    server.Key,
                    Median(rounds, static one => one.ServerMicroseconds),
                    MarkdownTable.Figure(Ratio(rounds, [.. group.Where(one => one.Server == limit)])),
                    Median(rounds, static one => one.PerSecond),
                    Median(rounds, static one => one.P50Milliseconds),
                    Median(rounds, static one => one.P99Milliseconds),
                    Sum(rounds, static one => one.Missing),
                    Sum(rounds, static one => one.Duplicates),
                    Sum(rounds, static one => one.Gone),
                    Median(rounds, static one => one.ServerCores),
                    $"{Median(rounds, static one => one.OthersCores)} / {MarkdownTable.Figure(rounds.Max(static one => one.OthersCores))}",
                    rounds.Length.ToString(CultureInfo.InvariantCulture));
            }

            text.Append(table).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Median of the ratios of processor time, each within one round: what the machine does besides changes from round to round.</summary>
    public static double Ratio(IReadOnlyList<Measurement> server, IReadOnlyList<Measurement> reference) => Statistics.Median(
        from one in server
        join other in reference on one.Round equals other.Round
        select one.ServerMicroseconds / other.ServerMicroseconds);

    private static string Median(Measurement[] rounds, Func<Measurement, double> figure) => MarkdownTable.Figure(Statistics.Median(rounds.Select(figure)));

    private static string Sum(Measurement[] rounds, Func<Measurement, long> figure) =>
        rounds.Sum(figure).ToString("#,0", CultureInfo.InvariantCulture);
}
