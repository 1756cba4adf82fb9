using System.Globalization;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>The line that a running test prints every second.</summary>
internal static class ProgressLine
{
    public static void Write(TextWriter output, SeriesPoint point)
    {
        var latency = point.P50 is not null ? string.Create(CultureInfo.InvariantCulture, $"  p50 {point.P50:0.0} p99 {point.P99:0.0} max {point.Max:0.0} ms")
            : point.PingP50 is not null ? string.Create(CultureInfo.InvariantCulture, $"  ping p50 {point.PingP50:0.0} p99 {point.PingP99:0.0} ms")
            : "";
        var server = point.ServerMegabytes is null ? "" : string.Create(CultureInfo.InvariantCulture, $"  server {point.ServerCores:0.00} cores {point.ServerMegabytes:0} MB");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{point.Time,6:0.0} s  {point.Phase,-5}{point.Connected,7:#,0} connected{point.Joins,7:#,0} joins{point.Replies,9:#,0} replies{point.Deliveries,10:#,0} deliveries{latency}{server}{(point.Errors > 0 ? $"  {point.Errors} errors" : "")}"));
    }
}
