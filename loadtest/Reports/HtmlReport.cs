using System.Globalization;
using System.Net;
using System.Text;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Reports;

/// <summary>A result as one page without any other file; well-formed as XML.</summary>
internal static class HtmlReport
{
    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 900px; margin: 2em auto; padding: 0 1em; color: #222; background: #fff; }
        table { border-collapse: collapse; margin: 1em 0; width: 100%; } td, th { padding: 2px 8px; text-align: right; border-bottom: 1px solid #e4e4e4; }
        td:first-child, th:first-child { text-align: left; } .broken { color: #b00020; font-weight: 600; } .ok { color: #1b6e2b; }
        svg { width: 100%; height: auto; margin: .5em 0 1.5em; } .grid { stroke: #e4e4e4; } .mark { stroke: #999; stroke-dasharray: 3 3; } .axis { font-size: 11px; fill: #666; }
        .key { font-size: 12px; font-weight: 600; } h2 { margin-top: 2em; }
        """;

    public static string Write(LoadResult result)
    {
        var page = new StringBuilder();
        var title = $"{result.Options.Scenario}: {Number(result.Options.Clients)} attendees";
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width\"/>");
        page.Append(CultureInfo.InvariantCulture, $"<title>{Encode(title)}</title><style>{Style}</style></head><body><h1>{Encode(title)}</h1>");
        page.Append(CultureInfo.InvariantCulture, $"<p>{Encode(result.Options.Url)}, {result.StartedAt:yyyy-MM-dd HH:mm:ss zzz}</p>");
        page.Append("<ul>");
        foreach (var limit in result.Limits)
        {
            page.Append(CultureInfo.InvariantCulture, $"<li class=\"{(limit.IsKept ? "ok" : "broken")}\">{(limit.IsKept ? "kept" : "broken")}: {Encode(limit.Name)} ({Encode(limit.Found)})</li>");
        }

        page.Append("</ul>");
        AppendCharts(page, result);
        page.Append("<h2>Figures</h2>");
        AppendTable(page, ["", ""], result.Figures.Select(static figure => new[] { figure.Key, Number(figure.Value) }));
        page.Append("<h2>Latencies in milliseconds</h2>");
        AppendTable(
            page,
            ["", "count", "mean", "p50", "p90", "p95", "p99", "p99.9", "max"],
            result.Latencies.Select(static latency => new[] { latency.Name, Number(latency.Count), Short(latency.Mean), Short(latency.P50), Short(latency.P90), Short(latency.P95), Short(latency.P99), Short(latency.P999), Short(latency.Max) }));
        page.Append("<h2>Counters</h2>");
        AppendTable(page, ["", ""], result.Counters.Select(static counter => new[] { counter.Key, Number(counter.Value) }));
        page.Append("<h2>Phases</h2>");
        AppendTable(
            page,
            ["", "from s", "to s", "server CPU s", "server MB at the end", "generator CPU s"],
            result.Phases.Select(static phase => new[] { phase.Name, Short(phase.Start), Short(phase.End), phase.ServerCpuSeconds is { } cpu ? Short(cpu) : "", phase.ServerBytes is { } bytes ? Short(bytes / 1e6) : "", phase.GeneratorCpuSeconds is { } own ? Short(own) : "" }));
        return page.Append("</body></html>\n").ToString();
    }

    private static void AppendCharts(StringBuilder page, LoadResult result)
    {
        double[] times = [.. result.Series.Select(static point => point.Time)];
        (double, string)[] marks = [.. result.Phases.Skip(1).Select(static phase => (phase.Start, phase.Name))];
        ChartLine Line(string name, string colour, Func<SeriesPoint, double?> value) => new(name, colour, [.. result.Series.Select(value)]);
        ChartLine Rate(string name, string colour, Func<SeriesPoint, double> value) => new(name, colour, [.. result.Series.Select((point, index) => PerSecond(value(point), point.Time - (index == 0 ? 0 : result.Series[index - 1].Time)))]);
        void Chart(string title, params ChartLine[] lines)
        {
            if (lines.Any(static line => line.Values.Any(static value => value > 0)))
            {
                page.Append(CultureInfo.InvariantCulture, $"<h2>{Encode(title)}</h2>").Append(SvgChart.Write(title, times, lines, marks));
            }
        }

        Chart(
            "Delivery latency, ms",
            Line("p50", "#2b6cb0", static point => point.P50),
            Line("p99", "#c05621", static point => point.P99),
            Line("max", "#a0aec0", static point => point.Max));
        Chart(
            "Round trips of pings, ms",
            Line("p50", "#2b6cb0", static point => point.PingP50),
            Line("p99", "#c05621", static point => point.PingP99));
        Chart("Deliveries per second", Rate("deliveries", "#2b6cb0", static point => point.Deliveries));
        Chart("Commands answered and joins per second", Rate("commands", "#2b6cb0", static point => point.Replies), Rate("joins", "#c05621", static point => point.Joins));
        Chart("Connected attendees", Line("connected", "#2b6cb0", static point => point.Connected));
        Chart("Server CPU, cores", Line("cores", "#2f855a", static point => point.ServerCores));
        Chart("Server memory, MB", Line("resident", "#6b46c1", static point => point.ServerMegabytes));
        Chart("Received by all attendees, MB per second", Rate("received", "#2b6cb0", static point => point.ReceivedMegabytes));
        Chart("Errors per second", Rate("errors", "#b00020", static point => point.Errors));
    }

    /// <summary>The last point of a phase is of a part of a second; a rate over a moment would be chance.</summary>
    private static double? PerSecond(double value, double seconds) => seconds < 0.2 ? null : value / seconds;

    private static void AppendTable(StringBuilder page, IEnumerable<string> head, IEnumerable<string[]> rows)
    {
        page.Append("<table><thead><tr>").AppendJoin("", head.Select(static cell => $"<th>{Encode(cell)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            page.Append("<tr>").AppendJoin("", row.Select(static cell => $"<td>{Encode(cell)}</td>")).Append("</tr>");
        }

        page.Append("</tbody></table>");
    }

    private static string Number(double value) => TextReport.Number(value);

    private static string Short(double value) => value.ToString(value < 100 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
