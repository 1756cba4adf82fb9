using System.ComponentModel;
using System.Diagnostics;

namespace Venueless.Fast.Compare.Servers;

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    /// <summary>What it printed; fails with that when the program fails.</summary>
    public static async Task<string> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!; // Null only for a shell's document.
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}.\n{output}{await errors}");
    }

    /// <summary>False: it is not installed.</summary>
    public static async Task<bool> IsInstalledAsync(string program)
    {
        try
        {
            await RunAsync(new ProcessStartInfo(program, ["--version"]));
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
