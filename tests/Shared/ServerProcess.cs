using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Venueless.Fast.Testing;

/// <summary>The real program as its users start it: own process, own empty working folder, sample world, embedded database.</summary>
/// <param name="environment">Variables for the program; null is none, the quick start.</param>
/// <param name="descriptors">What <c>ulimit -n</c> says to the server; null is what it says to the test.</param>
public sealed class ServerProcess(IReadOnlyDictionary<string, string>? environment = null, int? descriptors = null) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-process-").FullName;
    private readonly int _port = FreePort.Find();
    private readonly StringBuilder _output = new(); // Guarded by itself: both output readers append.
    private Process? _process;

    public int Port => _port;

    /// <summary>Of the attendee page; stays the same over stop and start.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}/");

    public async Task StartAsync()
    {
        var start = Describe("runserver", $"127.0.0.1:{_port}");
        var announced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Note(line.Data, announced);
        _process.ErrorDataReceived += (_, line) => Note(line.Data, announced);
        _process.Exited += (_, _) => announced.TrySetException(new InvalidOperationException("The server ended before it printed its address.\n" + Output()));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            await announced.Task.WaitAsync(StartLimit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The server printed no line with its address within {StartLimit.TotalSeconds} s.\n{Output()}");
        }
    }

    /// <summary>Stops it as a service manager does; returns its exit code, or null if it did not run.</summary>
    public async Task<int?> StopAsync()
    {
        if (_process is not { } process)
        {
            return null;
        }

        _process = null;
        using (process)
        {
            if (!process.HasExited)
            {
                using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
                await kill.WaitForExitAsync();
                using var limit = new CancellationTokenSource(StopLimit);
                try
                {
                    await process.WaitForExitAsync(limit.Token);
                }
                catch (OperationCanceledException)
                {
                    process.Kill(entireProcessTree: true);
                    await process.WaitForExitAsync(CancellationToken.None);
                }
            }

            return process.ExitCode;
        }
    }

    /// <summary>Ends the process like a crash: no warning, no clean-up.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            using (process)
            {
                process.Kill();
                await process.WaitForExitAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs another command of the program beside the server and returns what it printed.</summary>
    public async Task<string> RunCommandAsync(params string[] arguments)
    {
        using var process = Process.Start(Describe(arguments))!; // Null only for a shell's document.
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{arguments[0]} ended with {process.ExitCode}.\n{output}{await errors}");
    }

    private ProcessStartInfo Describe(params string[] arguments)
    {
        string[] program = ["dotnet", ProgramPath(), .. arguments];
        if (descriptors is { } limit)
        {
            program = ["sh", "-c", string.Create(CultureInfo.InvariantCulture, $"ulimit -n {limit} && exec \"$@\""), "sh", .. program];
        }

        var start = new ProcessStartInfo(program[0], program[1..])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Only what the test says, whatever this machine is configured for: no variable, no configuration file of the user.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("VENUELESS_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = _folder;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private void Note(string? line, TaskCompletionSource announced)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line.Contains($"Listening on 127.0.0.1:{_port};", StringComparison.Ordinal))
        {
            announced.TrySetResult();
        }
    }

    private string Output()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }

    /// <summary>artifacts/bin/(this project)/(configuration)/ lies beside artifacts/bin/Venueless.Fast.Host/(configuration)/.</summary>
    private static string ProgramPath()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(here.Parent!.Parent!.FullName, "Venueless.Fast.Host", here.Name, "venueless.dll"); // The artifacts layout has both levels.
    }
}
