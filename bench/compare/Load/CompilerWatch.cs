using System.Globalization;

namespace Venueless.Fast.Compare.Load;

/// <summary>Whether a .NET server's just-in-time compiler is at work beside its load. Other programs have none, other systems than Linux do not tell.</summary>
/// <remarks>It compiles for some seconds after the start, what is hot first: on two cores that is most of what a short measurement would see beside the sends.</remarks>
internal sealed class CompilerWatch(int processId)
{
    // ".NET Tiered Compilation Worker", as far as the kernel keeps names.
    private const string ThreadName = ".NET Tiered Com";

    // Of the processor time that /proc counts, 10 ms each.
    private const long FewTicks = 2;

    private readonly int _processId = processId;
    private long _ticks = Read(processId);

    /// <summary>True: since the last look (or the making) it has compiled next to nothing.</summary>
    public bool HasRested()
    {
        var before = _ticks;
        _ticks = Read(_processId);

        // It ends when it has been idle for some seconds, and another one begins at zero.
        return Math.Abs(_ticks - before) <= FewTicks || _ticks == 0;
    }

    private static long Read(int processId)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{processId}/task").Sum(ReadThread);
        }
        catch (DirectoryNotFoundException)
        {
            // Another system, or gone: whoever measures says so.
            return 0;
        }
    }

    private static long ReadThread(string task)
    {
        try
        {
            // The name in brackets may contain anything; behind it are numbers.
            var stat = File.ReadAllText(Path.Combine(task, "stat"));
            var nameEnd = stat.LastIndexOf(')');
            if (stat[(stat.IndexOf('(') + 1)..nameEnd] != ThreadName)
            {
                return 0;
            }

            var fields = stat[(nameEnd + 2)..].Split(' ');
            return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // Ended since.
            return 0;
        }
    }
}
