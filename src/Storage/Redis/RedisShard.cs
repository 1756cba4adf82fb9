using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Venueless.Fast.Storage.Redis;

/// <summary>The connection to one shard. Tells the log once when it is lost and once when it is back. Thread-safe.</summary>
internal sealed class RedisShard : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _connection;
    private readonly ILogger _logger;

    // 1 from the loss of the connection to its return: the client reports every failed attempt.
    private int _isAway;

    private RedisShard(ConnectionMultiplexer connection, RedisAddress address, ILogger logger)
    {
        _connection = connection;
        _logger = logger;
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

    public static RedisShard Open(RedisAddress address, RedisOptions options, ILogger logger)
    {
        var shard = new RedisShard(ConnectionMultiplexer.Connect(address.ToConfiguration(options)), address, logger);
        shard._connection.ConnectionFailed += (_, lost) => shard.OnFailed(lost);
        shard._connection.ConnectionRestored += (_, back) => shard.OnRestored(back);
        if (!shard._connection.IsConnected)
        {
            shard.ReportLoss("no answer at the start");
        }

        return shard;
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
            ReportLoss(lost.FailureType.ToString());
        }
    }

    private void ReportLoss(string reason)
    {
        if (Interlocked.Exchange(ref _isAway, 1) == 0)
        {
            StorageLog.RedisLost(_logger, Address, reason);
        }
    }

    private void OnRestored(ConnectionFailedEventArgs back)
    {
        if (back.ConnectionType == ConnectionType.Interactive)
        {
            if (Interlocked.Exchange(ref _isAway, 0) == 1)
            {
                StorageLog.RedisRestored(_logger, Address);
            }

            Restored?.Invoke();
        }
    }
}
