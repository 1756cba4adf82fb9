using System.Runtime.InteropServices;

namespace Venueless.Fast.Host.Profiling;

/// <summary>The processor time that the calling thread has used: the kernel's own clock, to the nanosecond. Linux only.</summary>
internal static class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID of Linux.
    private const int OfThread = 3;

    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Nanoseconds since the thread's start.</summary>
    public static long Read()
    {
        _ = clock_gettime(OfThread, out var time);
        return (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds;
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
