using System.Runtime.InteropServices;

namespace Venueless.Fast.Host.Server;

/// <summary>The heap of the native libraries (SQLite above all), where the C library lets one tidy it.</summary>
internal static class NativeHeap
{
    /// <summary>Gives free memory back to the system; does nothing where there is no such call.</summary>
    public static void Trim()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = malloc_trim(0);
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library than glibc; musl gives back by itself.
        }
    }

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int malloc_trim(nuint pad);
}
