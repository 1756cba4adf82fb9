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

    private RedisFixture(TestRedis redis)
    {
        _redis = redis;
        Storage = Open();
    }

    public RedisStorage Storage { get; }

    public FakeTimeProvider Time { get; } = new();

    /// <summary>The test's own look at the keys.</summary>
    public IDatabase Database => _redis.Database;

    public static async Task<RedisFixture> CreateAsync() => new(await TestRedis.CreateAsync());

    /// <summary>Another node on the same database; the caller disposes it.</summary>
    public RedisStorage Open() => Open(_redis.Url, Time);

    public static RedisStorage Open(string url, TimeProvider time) =>
        RedisStorage.Open(new RedisOptions { Shards = [url], ConnectTimeout = TimeSpan.FromSeconds(5) }, time, NullLogger<RedisStorage>.Instance);

    /// <summary>Waits for what happens in the background.</summary>
    public static async Task WaitUntilAsync(Func<Task<bool>> condition, string expectation)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
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
