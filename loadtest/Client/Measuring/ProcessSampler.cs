using System.Globalization;

namespace Venueless.Fast.LoadTest.Client.Measuring;

/// <summary>CPU time and resident memory of processes of this machine, read from <c>/proc</c>. Linux only. Thread-safe.</summary>
public sealed class ProcessSampler
{
    // USER_HZ is 100 on every Linux that .NET runs on, whatever the kernel's own tick is.
    private const long MicrosecondsPerTick = 10_000;
    private const int ListenState = 0x0A;

    private static readonly string[] SocketTables = ["/proc/net/tcp", "/proc/net/tcp6"];

    private readonly int[] _processes;

    /// <param name="processes">Their figures are added up.</param>
    public ProcessSampler(params IEnumerable<int> processes)
    {
        _processes = [.. processes];
    }

    public IReadOnlyList<int> Processes => _processes;

    /// <summary>The processes that listen on a TCP port of this machine and may be looked at; null when there are none, or on other systems.</summary>
    public static ProcessSampler? OfListener(int port)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var sockets = SocketTables.Where(File.Exists).SelectMany(File.ReadLines).Select(line => SocketOf(line, port)).OfType<string>().ToHashSet();
        var processes = sockets.Count == 0 ? [] : ProcessNumbers().Where(process => Holds(process, sockets)).ToArray();
        return processes.Length == 0 ? null : new ProcessSampler(processes);
    }

    /// <returns>Null when none of the processes lives any more.</returns>
    public ProcessSample? Read()
    {
        long cpu = 0;
        long resident = 0;
        var living = 0;
        foreach (var process in _processes)
        {
            try
            {
                // The second field is the program's name in brackets and may contain anything; after its end the fields are numbers.
                var stat = File.ReadAllText($"/proc/{process}/stat");
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                cpu += long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
                resident += long.Parse(fields[21], CultureInfo.InvariantCulture);
                living++;
            }
            catch (IOException)
            {
                // Ended since.
            }
        }

        return living == 0 ? null : new ProcessSample(Clock.Now, cpu * MicrosecondsPerTick, resident * Environment.SystemPageSize);
    }

    private static string? SocketOf(string line, int port)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 9
            && fields[1].LastIndexOf(':') is > 0 and var colon
            && int.TryParse(fields[1].AsSpan(colon + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var local)
            && local == port
            && int.TryParse(fields[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var state)
            && state == ListenState
                ? $"socket:[{fields[9]}]"
                : null;
    }

    private static IEnumerable<int> ProcessNumbers() =>
        Directory.EnumerateDirectories("/proc").Select(static folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? process : 0).Where(static process => process > 0);

    private static bool Holds(int process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(descriptor => new FileInfo(descriptor).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Ended since, or of another user.
            return false;
        }
    }
}
