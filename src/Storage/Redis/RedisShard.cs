using System.Diagnostics;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Venueless.Fast.Storage.Redis;

/// <summary>The connection to one shard. Tells the log once when it is lost and once when it is back. Thread-safe.</summary>
/// <remarks>
/// The client refuses commands at once while it has no connection, also for the moment in which a new one is made: <see cref="RunAsync"/> bridges such moments.
/// </remarks>
internal sealed class RedisShard : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);

    private readonly ConnectionMultiplexer _connection;
    private readonly ILogger _logger;
    private readonly TimeSpan _grace;

    // 1 from the loss of the connection to its return: the client reports every failed attempt.
    private int _isAway;

    // Timestamp of the loss, on the process's own clock; 0: connected. The start has waited for the connection already, so what is missing then is away for long.
    private long _lostAt;

    private RedisShard(ConnectionMultiplexer connection, RedisAddress address, RedisOptions options, ILogger logger)
    {
        _connection = connection;
        _logger = logger;
        _grace = options.ReconnectGrace;
        Address = address.ToString();
        Database = connection.GetDatabase();
        Subscriber = connection.GetSubscriber();
    }

    /// <summary>The connection for commands is up again.</summary>
    public event Action? Restored;

    /// <summary>What is published from now on is missed until the client library has subscribed again.</summary>
    public event Action? SubscriptionsLost;

    /// <summary><c>host:port/db</c>.</summary>
    public string Address { get; }

    public IDatabase Database { get; }

    public ISubscriber Subscriber { get; }

    public static async Task<RedisShard> OpenAsync(RedisAddress address, RedisOptions options, ILogger logger)
    {
        // Never its synchronous form: that one needs threads of the pool for its own work while it holds one.
        var shard = new RedisShard(await ConnectionMultiplexer.ConnectAsync(address.ToConfiguration(options)), address, options, logger);
        shard._connection.ConnectionFailed += (_, lost) => shard.OnFailed(lost);
        shard._connection.ConnectionRestored += (_, back) => shard.OnRestored(back);
        if (!shard._connection.IsConnected)
        {
            shard.ReportLoss("no answer at the start", Stopwatch.GetTimestamp() - (long)(options.ReconnectGrace.TotalSeconds * Stopwatch.Frequency));
            if (shard._connection.IsConnected)
            {
                // Meanwhile, and reported before the loss.
                shard.ReportReturn();
            }
        }

        return shard;
    }

    /// <summary>
    /// For commands that somebody waits for. One that was certainly not sent is tried again within <see cref="RedisOptions.ReconnectGrace"/> of the loss of the
    /// connection; with Redis away it fails at once.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellation = default)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var pause = FirstPause; ; pause *= 2)
        {
            try
            {
                return await command(Database).WaitAsync(cancellation);
            }
            catch (Exception exception) when (RedisErrors.IsUnsent(exception) && IsLostForAMoment(begun))
            {
                await Task.Delay(pause, cancellation);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        // What closing reports is no loss.
        Volatile.Write(ref _isAway, 1);
        await _connection.CloseAsync(allowCommandsToComplete: false);
        await _connection.DisposeAsync();
    }

    private void OnFailed(ConnectionFailedEventArgs lost)
    {
        // With either: some servers carry both over one connection.
        SubscriptionsLost?.Invoke();
        if (lost.ConnectionType == ConnectionType.Interactive)
        {
            ReportLoss(lost.FailureType.ToString(), Stopwatch.GetTimestamp());
        }
    }

    private void ReportLoss(string reason, long lostAt)
    {
        if (Interlocked.Exchange(ref _isAway, 1) == 0)
        {
            Volatile.Write(ref _lostAt, lostAt);
            StorageLog.RedisLost(_logger, Address, reason);
        }
    }

    private void ReportReturn()
    {
        if (Interlocked.Exchange(ref _isAway, 0) == 1)
        {
            Volatile.Write(ref _lostAt, 0);
            StorageLog.RedisRestored(_logger, Address);
        }
    }

    /// <param name="begun">When the command was first tried: the loss may not have been reported yet.</param>
    private bool IsLostForAMoment(long begun)
    {
        var lostAt = Volatile.Read(ref _lostAt);
        return Stopwatch.GetElapsedTime(lostAt == 0 ? begun : Math.Min(lostAt, begun)) < _grace;
    }

    private void OnRestored(ConnectionFailedEventArgs back)
    {
        if (back.ConnectionType == ConnectionType.Interactive)
        {
            ReportReturn();
            Restored?.Invoke();
        }
    }
}
