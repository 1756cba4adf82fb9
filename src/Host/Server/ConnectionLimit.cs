using System.Globalization;

namespace Venueless.Fast.Host.Server;

/// <summary>How many connections the process can have: .NET ends the process when descriptors run out (design section 5, rule 7).</summary>
internal static class ConnectionLimit
{
    // Database, log, assemblies, listeners, uploads and outgoing requests.
    private const int Reserve = 500;

    // Of a process that has so few that the reserve is most of them: beside what is open at the start. Assemblies that are loaded later, the store's readers.
    private const int SmallReserve = 60;

    private const string LimitsFile = "/proc/self/limits";
    private const string OpenFolder = "/proc/self/fd";
    private const string LineStart = "Max open files";

    /// <summary>Descriptor limit minus the reserve; null: unlimited or unknown. To be read once, at the start.</summary>
    public static long? Read() => File.Exists(LimitsFile) ? Parse(File.ReadAllText(LimitsFile), Directory.GetFileSystemEntries(OpenFolder).Length) : null;

    /// <param name="limits">Content of <c>/proc/self/limits</c>; the soft limit counts, which the runtime has raised to the hard one at start.</param>
    /// <param name="open">Descriptors that are open already.</param>
    internal static long? Parse(string limits, int open)
    {
        foreach (var line in limits.Split('\n'))
        {
            if (line.StartsWith(LineStart, StringComparison.Ordinal))
            {
                var soft = line[LineStart.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
                return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var descriptors)
                    ? Math.Max(1, Math.Max(descriptors - Reserve, Math.Min(descriptors / 2, descriptors - open - SmallReserve)))
                    : null;
            }
        }

        return null;
    }
}
