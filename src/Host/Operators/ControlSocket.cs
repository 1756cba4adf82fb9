using System.Net.Sockets;
using Venueless.Fast.Core.Operators;

namespace Venueless.Fast.Host.Operators;

/// <summary>
/// The local way of operators' commands to a node without Redis: a Unix domain socket in the data folder, for the server's own user only. One request per line, one
/// answer per line (<see cref="OperatorRequest"/>).
/// </summary>
/// <remarks>
/// A lock on a file beside it says whose the data folder is; the system releases it with the process, so that what a crashed node has left is known to be stale and
/// replaced. A second node in the same folder warns, and takes over when the first one has gone.
/// </remarks>
internal sealed class ControlSocket(string path, OperatorDesk desk, ControlSocketOptions options, ILogger logger) : IAsyncDisposable
{
    private const int Backlog = 16;

    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly string _path = path;
    private readonly OperatorDesk _desk = desk;
    private readonly ControlSocketOptions _options = options;
    private readonly ILogger _logger = logger;
    private readonly SemaphoreSlim _slots = new(options.MaxClients, options.MaxClients);
    private readonly CancellationTokenSource _stop = new();

    // Written by Open and by the loop that it starts, read at the end.
    private FileStream? _lock;
    private Socket? _listener;
    private Task _running = Task.CompletedTask;
    private int _isDisposed;

    /// <summary>Once. Listens from now on, or as soon as another server in the same folder has gone; never throws.</summary>
    public void Open()
    {
        var isTaken = !TryLock(out var problem);
        if (!isTaken)
        {
            Listen();
        }
        else if (problem is null)
        {
            ControlSocketLog.FolderInUse(_logger, _path);
        }
        else
        {
            ControlSocketLog.NotListening(_logger, _path, problem);
        }

        _running = RunAsync(isTaken);
    }

    /// <summary>Once is enough; more often does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // Started by Open; ends because of the line above.
        await _running;
#pragma warning restore VSTHRD003
        for (var slot = 0; slot < _options.MaxClients; slot++)
        {
            await _slots.WaitAsync();
        }

        if (_listener is not null)
        {
            _listener.Dispose();
            TryDelete();
        }

        _lock?.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(bool isTaken)
    {
        try
        {
            while (isTaken)
            {
                await Task.Delay(_options.TakeOverInterval, TimeProvider.System, _stop.Token);
                if (TryLock(out _))
                {
                    Listen();
                    isTaken = false;
                }
            }

            while (_listener is not null)
            {
                await AcceptAsync(_listener);
            }
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    /// <param name="problem">Why the file cannot be locked at all; null: another server has it.</param>
    private bool TryLock(out string? problem)
    {
        problem = null;
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 1 };
            if (!OperatingSystem.IsWindows())
            {
                // Whoever may open it could hold it.
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            _lock = new FileStream(_path + ".lock", options);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = IsHeld(exception) ? null : exception.Message;
            return false;
        }
    }

    // What the system says of a lock that somebody else has: EAGAIN of Linux and of macOS, a sharing violation of Windows.
    private static bool IsHeld(Exception exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    // Under the lock: whatever has the name is nobody's.
    private void Listen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(_path);
            using var address = ControlSocketAddress.Of(_path);
            socket.Bind(address.EndPoint);
            if (!OperatingSystem.IsWindows())
            {
                // Before it listens: nobody else gets in meanwhile.
                File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            socket.Listen(Backlog);
            _listener = socket;
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // ArgumentException: even the short name of the address is too long. The node serves without it.
            socket.Dispose();
            ControlSocketLog.NotListening(_logger, _path, exception.Message);
        }
    }

    private void TryDelete()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next node replaces it.
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        await _slots.WaitAsync(_stop.Token);
        try
        {
            _ = ServeAsync(await listener.AcceptAsync(_stop.Token));
        }
        catch (SocketException exception)
        {
            _slots.Release();
            ControlSocketLog.AcceptFailed(_logger, exception.Message);
            await Task.Delay(AcceptPause, TimeProvider.System, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            _slots.Release();
            throw;
        }
    }

    // Everything that can go wrong here is the client's own loss.
    private async Task ServeAsync(Socket client)
    {
        try
        {
            using (client)
            {
                await new ControlSocketClient(client, _desk, _options).RunAsync(_stop.Token);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // Gone, too slow, or the node stops.
        }
        catch (Exception exception)
        {
            ControlSocketLog.ClientFailed(_logger, exception);
        }
        finally
        {
            _slots.Release();
        }
    }
}
