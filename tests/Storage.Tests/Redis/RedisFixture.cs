using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using Venueless.Fast.Storage.Redis;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>The storage of one node on an empty logical database, with a clock that the test owns.</summary>
internal sealed class RedisFixture : IAsyncDisposable
{
    private readonly TestRedis _redis;

    private RedisFixture(TestRedis redis, RedisStorage storage, FakeTimeProvider time)
    {
        _redis = redis;
        Storage = storage;
        Time = time;
    }

    public RedisStorage Storage { get; }

    public FakeTimeProvider Time { get; }

    /// <summary>The test's own look at the keys.</summary>
    public IDatabase Database => _redis.Database;

    public static async Task<RedisFixture> CreateAsync()
    {
        var redis = await TestRedis.CreateAsync();
        var time = new FakeTimeProvider();
        return new RedisFixture(redis, await OpenAsync(redis.Url, time), time);
    }

    /// <summary>Another node on the same database; the caller disposes it.</summary>
    public Task<RedisStorage> OpenAsync() => OpenAsync(_redis.Url, Time);

    /// <summary>Another node whose pool has always, or never, other work to do.</summary>
    public Task<RedisStorage> OpenAsync(bool isPoolBusy) =>
        RedisStorage.OpenAsync(new RedisOptions { Shards = [_redis.Url], IsPoolBusy = () => isPoolBusy }, Time, NullLogger<RedisStorage>.Instance);

    public static Task<RedisStorage> OpenAsync(string url, TimeProvider time, ILogger<RedisStorage>? logger = null) =>
        RedisStorage.OpenAsync(new RedisOptions { Shards = [url] }, time, logger ?? NullLogger<RedisStorage>.Instance);

    /// <summary>Waits for what happens in the background.</summary>
    public static async Task WaitUntilAsync(Func<Task<bool>> condition, string expectation)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited in vain for {expectation}.");
            }

            await Task.Delay(5, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        await _redis.DisposeAsync();
    }
}
