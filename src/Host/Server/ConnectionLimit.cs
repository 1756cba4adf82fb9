using System.Globalization;

namespace Venueless.Fast.Host.Server;

/// <summary>How many connections the process can have: .NET ends the process when descriptors run out (design section 5, rule 7).</summary>
internal static class ConnectionLimit
{
    // Database, log, assemblies, listeners, uploads and outgoing requests.
    private const int Reserve = 500;

    private const string LimitsFile = "/proc/self/limits";
    private const string LineStart = "Max open files";

    /// <summary>Descriptor limit minus the reserve; null: unlimited or unknown.</summary>
    public static long? Read() => File.Exists(LimitsFile) ? Parse(File.ReadAllText(LimitsFile)) : null;

    /// <param name="limits">Content of <c>/proc/self/limits</c>; the soft limit counts, which the runtime has raised to the hard one at start.</param>
    internal static long? Parse(string limits)
    {
        foreach (var line in limits.Split('\n'))
        {
            if (line.StartsWith(LineStart, StringComparison.Ordinal))
            {
                var soft = line[LineStart.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
                return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var descriptors)
                    ? Math.Max(descriptors - Reserve, descriptors / 2)
                    : null;
            }
        }

        return null;
    }
}
