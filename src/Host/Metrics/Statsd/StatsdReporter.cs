using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Server;

namespace Venueless.Fast.Host.Metrics.Statsd;

/// <summary>Sends once a second what was counted since the last time (operations.md section 2.4). Nothing waits for it, and it fails nothing.</summary>
internal sealed class StatsdReporter(ServerSettings settings, NodeMeter node, TimeProvider time, ILogger<StatsdReporter> logger) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly StatsdSocket _socket = new(settings.Operation.Statsd!);
    private readonly StatsdCounters _counters = new(node, settings.Operation.Environment);
    private readonly PeriodicTimer _timer = new(Interval, time);
    private readonly ILogger _logger = logger;
    private Task _running = Task.CompletedTask;

    /// <summary>Once.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Sends the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
#pragma warning disable VSTHRD003 // Our own loop, which waits for nobody who waits for this.
        await _running;
#pragma warning restore VSTHRD003
        _socket.Dispose();
    }

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            await ReportAsync(isLast: false);
        }

        await ReportAsync(isLast: true);
    }

    // The stop does not wait for a name server.
    private async Task ReportAsync(bool isLast)
    {
        try
        {
            if (isLast ? _socket.IsOpen : await _socket.OpenAsync())
            {
                _counters.Send(_socket.TrySend);
            }
        }
        catch (Exception exception)
        {
            // A defect; the next second tries again.
            ServerLog.PeriodicWorkFailed(_logger, nameof(StatsdReporter), exception);
        }
    }
}
