using System.Globalization;
using System.Text;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Reports;

/// <summary>A result as tables for the terminal.</summary>
internal static class TextReport
{
    public static string Write(LoadResult result)
    {
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');

        Line();
        Line($"{result.Options.Scenario}: {result.Options.Clients.ToString("#,0", CultureInfo.InvariantCulture)} attendees at {result.Options.Url}");
        Line();
        foreach (var (name, value) in result.Figures)
        {
            Line($"  {name,-56}{Number(value),16}");
        }

        Line();
        Line($"  {"milliseconds",-34}{"count",10}{"mean",10}{"p50",10}{"p90",10}{"p95",10}{"p99",10}{"p99.9",10}{"max",10}");
        foreach (var latency in result.Latencies)
        {
            Line($"  {latency.Name,-34}{Number(latency.Count),10}{Short(latency.Mean)}{Short(latency.P50)}{Short(latency.P90)}{Short(latency.P95)}{Short(latency.P99)}{Short(latency.P999)}{Short(latency.Max)}");
        }

        Line();
        foreach (var (name, value) in result.Counters)
        {
            Line($"  {name,-56}{Number(value),16}");
        }

        Line();
        foreach (var limit in result.Limits)
        {
            Line($"  {(limit.IsKept ? "ok    " : "BROKEN")}  {limit.Name}: {limit.Found}");
        }

        return text.ToString();
    }

    internal static string Number(double value) => value.ToString(value == Math.Floor(value) ? "#,0" : "#,0.###", CultureInfo.InvariantCulture);

    private static string Short(double milliseconds) => milliseconds.ToString(milliseconds < 100 ? "0.00" : "0", CultureInfo.InvariantCulture).PadLeft(10);
}
