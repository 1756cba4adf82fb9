using System.Collections.Frozen;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>The time zones that a world may have (world.md section 3). A list of our own: which ones the system knows depends on what is installed. Immutable; any thread.</summary>
internal static class TimeZoneNames
{
    private static readonly FrozenSet<string> All = Load();

    /// <summary>Exact and case-sensitive.</summary>
    public static bool Contains(string name) => All.Contains(name);

    private static FrozenSet<string> Load()
    {
        using var stream = typeof(TimeZoneNames).Assembly.GetManifestResourceStream("time-zones.txt")!;
        using var reader = new StreamReader(stream);
        var all = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                all.Add(line);
            }
        }

        return all.ToFrozenSet(StringComparer.Ordinal);
    }
}
