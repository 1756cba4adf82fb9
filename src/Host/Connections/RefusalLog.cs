namespace Venueless.Fast.Host.Connections;

/// <summary>One line per second, however many connections are refused: a full server is knocked at by everybody who reconnects. Any thread.</summary>
internal sealed class RefusalLog(ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger;
    private readonly TimeProvider _time = time;
    private int _count;
    private long _open;

    /// <param name="open">Connections that are open now.</param>
    public void Add(long open)
    {
        Volatile.Write(ref _open, open);
        if (Interlocked.Increment(ref _count) == 1)
        {
            _ = ReportAsync();
        }
    }

    private async Task ReportAsync()
    {
        await Task.Delay(Interval, _time);
        var count = Interlocked.Exchange(ref _count, 0);
        ListenerLog.Refused(_logger, count, Volatile.Read(ref _open));
    }
}
