using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.EventIds;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>schema.md section 3.4, chat.md section 4.</summary>
[Trait("Category", "Services")]
public sealed class RedisEventIdsTests
{
    private const string Key = "chat.event_id";

    // The table: the highest stored id, and how often it was asked for.
    private long _stored;
    private int _reads;

    [ServiceFact(TestRedis.Variable)]
    public async Task Take_EmptyTable_StartsAtOneAndLooksAtTheTableOnce()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var ids = redis.Storage.EventIds;
        Assert.Null(ids.Last);

        Assert.Equal(1, await TakeAsync(ids, 1));
        Assert.Equal(2, await TakeAsync(ids, 3));
        Assert.Equal(5, await TakeAsync(ids, 1));

        Assert.Equal(5, ids.Last);
        Assert.Equal(1, _reads);
        Assert.Equal(5, await redis.Database.StringGetAsync(Key));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Take_CounterLost_LeavesOneOutLikeTheReferenceServer()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var ids = redis.Storage.EventIds;
        _stored = await TakeAsync(ids, 1);
        await redis.Database.KeyDeleteAsync(Key);

        Assert.Equal(3, await TakeAsync(ids, 1));

        _stored = 3;
        await redis.Database.KeyDeleteAsync(Key);
        Assert.Equal(3, await ids.ReadLastAsync(ReadAsync));
    }

    [ServiceTheory(TestRedis.Variable)]
    [InlineData(null)]
    [InlineData(40L)]
    [InlineData(99L)]
    public async Task Take_CounterBelowTheTableAtTheStart_GoesAboveIt(long? counter)
    {
        await using var redis = await RedisFixture.CreateAsync();
        _stored = 100;
        if (counter is { } before)
        {
            await redis.Database.StringSetAsync(Key, before);
        }

        var first = await TakeAsync(redis.Storage.EventIds, 5);

        Assert.InRange(first, 101, 110);
        Assert.Equal(first + 4, await redis.Database.StringGetAsync(Key));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Take_CounterAboveTheTable_IsNeverLowered()
    {
        await using var redis = await RedisFixture.CreateAsync();
        _stored = 100;
        await redis.Database.StringSetAsync(Key, 500);

        Assert.Equal(501, await TakeAsync(redis.Storage.EventIds, 2));
        Assert.Equal(502, await redis.Database.StringGetAsync(Key));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Take_CounterSetBackToAnOlderValue_NeverGivesAnIdTwice()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var ids = redis.Storage.EventIds;
        await redis.Database.StringSetAsync(Key, 1000);
        Assert.Equal(1001, await TakeAsync(ids, 10));

        // A replica that was behind took over; what was taken is not stored yet.
        await redis.Database.StringSetAsync(Key, 990);

        Assert.True(await TakeAsync(ids, 2) > 1010);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Take_SeveralNodesAtOnceOverALostCounter_AllIdsDiffer()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var second = await redis.OpenAsync();
        _stored = 77;

        var takes = Enumerable.Range(0, 100).Select(async number => (First: await TakeAsync(number % 2 == 0 ? redis.Storage.EventIds : second.EventIds, 3), number));
        var ids = (await Task.WhenAll(takes)).SelectMany(take => new[] { take.First, take.First + 1, take.First + 2 }).ToList();

        Assert.Equal(300, ids.Distinct().Count());
        Assert.True(ids.Min() > 77);
        Assert.True((long)await redis.Database.StringGetAsync(Key) >= ids.Max());
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Forget_SomebodyElseWrote_TheTableIsLookedAtAgain()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var ids = redis.Storage.EventIds;
        await TakeAsync(ids, 1);
        _stored = 200;

        ids.Forget();

        Assert.Null(ids.Last);
        Assert.True(await TakeAsync(ids, 1) > 200);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task ReadLast_CounterOfAllNodes()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var second = await redis.OpenAsync();
        Assert.Equal(0, await redis.Storage.EventIds.ReadLastAsync(ReadAsync));

        await TakeAsync(second.EventIds, 4);

        Assert.Equal(4, await redis.Storage.EventIds.ReadLastAsync(ReadAsync));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Take_CounterIsNoNumber_IsUnavailable()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await redis.Database.StringSetAsync(Key, "many");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => TakeAsync(redis.Storage.EventIds, 1));
    }

    private Task<long> TakeAsync(IEventIdSource ids, int count) => ids.TakeAsync(count, ReadAsync).AsTask();

    private ValueTask<long> ReadAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _reads);
        return new(_stored);
    }
}
