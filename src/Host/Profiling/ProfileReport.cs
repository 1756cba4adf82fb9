using System.Globalization;
using System.Text;

namespace Venueless.Fast.Host.Profiling;

/// <summary>A profile as a table, the most expensive first.</summary>
internal static class ProfileReport
{
    /// <summary>The row of everything; its own time is what belongs to no call.</summary>
    public const string Process = "(process)";

    private const int NameWidth = 80;
    private const double NanosecondsPerSecond = 1e9;

    public static string Write(CpuProfile profile)
    {
        var rows = profile.Entries
            .Select(static entry => (entry.Name, entry.Calls, Own: entry.OwnTime / NanosecondsPerSecond, Total: entry.TotalTime / NanosecondsPerSecond))
            .ToList();
        var total = Environment.CpuUsage.TotalTime.TotalSeconds;

        // The two clocks are not read in one moment.
        rows.Add((Process, 1, Math.Max(0, total - rows.Sum(static row => row.Own)), total));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"name",-NameWidth}  {"ncall",10}  {"tsub",12}  {"ttot",12}  {"tavg",12}").Append('\n');
        foreach (var (name, calls, own, all) in rows.OrderByDescending(static row => row.Total).ThenBy(static row => row.Name, StringComparer.Ordinal))
        {
            text.Append(
                    CultureInfo.InvariantCulture,
                    $"{name[..Math.Min(NameWidth, name.Length)],-NameWidth}  {calls,10}  {own,12:F6}  {all,12:F6}  {all / calls,12:F6}")
                .Append('\n');
        }

        return text.ToString();
    }
}
