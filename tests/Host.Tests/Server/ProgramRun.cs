using System.Diagnostics;
using System.Globalization;
using System.Text;
using Venueless.Fast.Host.Cli;

namespace Venueless.Fast.Host.Tests.Server;

/// <summary>The program as a process of its own in an empty folder, with its output as it comes.</summary>
internal sealed class ProgramRun : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    // Both under their own locks: the readers append, the test looks.
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private ProgramRun(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Note(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Note(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => Read(_output);

    public string Error => Read(_error);

    public int Id => _process.Id;

    /// <param name="folder">Working folder, and where no configuration of the developer is found.</param>
    /// <param name="environment">All that the program gets under <c>VENUELESS_</c>.</param>
    public static ProgramRun Start(string folder, IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("VENUELESS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = folder;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ProgramRun(Process.Start(start)!);
    }

    /// <summary>By name, as <c>kill</c> takes it.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for what the program says or does; fails with what it said when it ends first or takes too long.</summary>
    public Task WaitForAsync(Func<bool> condition, string expectation) => WaitForAsync(() => Task.FromResult(condition()), expectation);

    /// <inheritdoc cref="WaitForAsync(Func{bool}, string)"/>
    public async Task WaitForAsync(Func<Task<bool>> condition, string expectation)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            if (limit.IsCancellationRequested || _process.HasExited)
            {
                throw new TimeoutException($"Waited in vain for {expectation}.\n{Output}{Error}");
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>The exit code; both outputs are complete then.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static void Note(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
