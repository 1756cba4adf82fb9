using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Venueless.Fast.Compare.Servers;

/// <summary>A server under load: a process of its own, so that its processor time and memory are its own. Killed when disposed.</summary>
internal sealed class ServerChild : IAsyncDisposable
{
    private const int KeptCharacters = 4000;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly StringBuilder _output = new(); // Guarded by itself: both output readers append.
    private readonly Func<ValueTask> _cleanUp;

    private ServerChild(ProcessStartInfo start, int port, Func<ValueTask>? cleanUp)
    {
        Port = port;
        _cleanUp = cleanUp ?? (static () => ValueTask.CompletedTask);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
    }

    public int Port { get; }

    public int ProcessId => _process.Id;

    /// <summary>Returns when the server accepts connections.</summary>
    /// <param name="start">Program and arguments; the server must listen on 127.0.0.1.</param>
    /// <param name="port">Where it will listen.</param>
    /// <param name="cleanUp">Run after its end.</param>
    public static async Task<ServerChild> StartAsync(ProcessStartInfo start, int port, Func<ValueTask>? cleanUp = null)
    {
        var child = new ServerChild(start, port, cleanUp);
        try
        {
            child._process.Start();
            child._process.BeginOutputReadLine();
            child._process.BeginErrorReadLine();
            await child.WaitUntilListeningAsync();
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fails with what the server has printed when it is gone.</summary>
    public void ThrowIfGone()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"{_process.StartInfo.FileName} ended with {_process.ExitCode}.\n{Output()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            // Not started: no id, nothing to end.
            if (IsStarted() && !_process.HasExited)
            {
                _process.Kill();
                await _process.WaitForExitAsync();
            }
        }

        await _cleanUp();
    }

    private bool IsStarted()
    {
        try
        {
            return _process.Id > 0;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private async Task WaitUntilListeningAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        while (true)
        {
            ThrowIfGone();
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, Port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(Pause, limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{_process.StartInfo.FileName} did not listen within {StartLimit.TotalSeconds} s.\n{Output()}");
            }
        }
    }

    private void Note(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.AppendLine(line);
                if (_output.Length > KeptCharacters)
                {
                    _output.Remove(0, _output.Length - KeptCharacters);
                }
            }
        }
    }

    private string Output()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }
}
