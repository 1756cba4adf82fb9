using System.Runtime.InteropServices;

namespace Venueless.Fast.Host.Server;

/// <summary>SIGTERM and SIGINT: the first one asks the server to stop in order, the second one ends the process at once.</summary>
internal sealed class StopSignal : IDisposable
{
    // Shells and tools such as timeout signal the process and then its group: that is one request, not two.
    private static readonly TimeSpan Repetition = TimeSpan.FromMilliseconds(500);

    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;

    // Timestamp of the first signal, 0 before. Interlocked.
    private long _firstAt;

    public StopSignal()
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
    }

    /// <summary>Completes with the first request.</summary>
    public async Task WaitAsync()
    {
#pragma warning disable VSTHRD003 // Completed by a signal, on no thread that waits for us.
        await _requested.Task;
#pragma warning restore VSTHRD003
    }

    /// <summary>The same without a signal.</summary>
    public void Request() => _requested.TrySetResult();

    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        var first = Interlocked.CompareExchange(ref _firstAt, TimeProvider.System.GetTimestamp(), 0);
        Request();
        // Not cancelled: the system's default, the process ends.
        context.Cancel = first == 0 || TimeProvider.System.GetElapsedTime(first) < Repetition;
    }
}
