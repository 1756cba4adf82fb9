using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>rooms.md sections 1 and 7: the reference server's keys, over several nodes.</summary>
[Trait("Category", "Services")]
public sealed class RedisReactionTallyTests
{
    private readonly WorldId _world = new("sample");
    private readonly RoomId _room = new(Guid.NewGuid());
    private readonly UserId _user = new(Guid.NewGuid());

    private string Counts => $"reactions:{_world.Value}:{_room}";

    [ServiceFact(TestRedis.Variable)]
    public async Task Add_TheFirst_StartsATickUnderTheReferenceKeys()
    {
        await using var redis = await RedisFixture.CreateAsync();

        Assert.Equal(ReactionStep.OwnsTick, await redis.Storage.ReactionTally.AddAsync(_world, _room, _user, RoomReaction.Heart));

        var fields = (await redis.Database.HashGetAllAsync(Counts)).ToDictionary(static field => $"{field.Name}", static field => $"{field.Value}");
        Assert.Equal(new Dictionary<string, string> { ["tick"] = $"{redis.Time.GetUtcNow().ToUnixTimeSeconds()}", ["\u2764\uFE0F"] = "1" }, fields);
        Assert.Null(await redis.Database.KeyTimeToLiveAsync(Counts));
        var mark = $"{Counts}:\u2764\uFE0F:{_user}";
        Assert.Equal("1", await redis.Database.StringGetAsync(mark));
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(mark))!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(2));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Add_TheSameAgain_IsDebouncedOnEveryNode()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var other = await redis.OpenAsync();
        var mark = $"{Counts}:\U0001F44D:{_user}";
        await redis.Storage.ReactionTally.AddAsync(_world, _room, _user, RoomReaction.ThumbsUp);

        // However long this test takes.
        await redis.Database.KeyPersistAsync(mark);
        await redis.Database.StringSetAsync(mark, "1");
        Assert.Equal(ReactionStep.Debounced, await other.ReactionTally.AddAsync(_world, _room, _user, RoomReaction.ThumbsUp));
        Assert.Equal(ReactionStep.Counted, await other.ReactionTally.AddAsync(_world, _room, _user, RoomReaction.Clap));
        Assert.Equal(ReactionStep.Counted, await other.ReactionTally.AddAsync(_world, _room, new UserId(Guid.NewGuid()), RoomReaction.ThumbsUp));

        var taken = await other.ReactionTally.TakeAsync(_world, _room);
        Assert.Equal((2, 1), (taken.Of(RoomReaction.ThumbsUp), taken.Of(RoomReaction.Clap)));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Add_ToATickOfADeadNode_OwnsTheTick()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var other = await redis.OpenAsync();
        await redis.Storage.ReactionTally.AddAsync(_world, _room, _user, RoomReaction.Laugh);

        redis.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(ReactionStep.Counted, await other.ReactionTally.AddAsync(_world, _room, new UserId(Guid.NewGuid()), RoomReaction.Laugh));
        redis.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ReactionStep.OwnsTick, await other.ReactionTally.AddAsync(_world, _room, new UserId(Guid.NewGuid()), RoomReaction.Laugh));

        Assert.Equal(3, (await other.ReactionTally.TakeAsync(_world, _room)).Of(RoomReaction.Laugh));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Take_WhatOthersLeftThere_IsPassedOver()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await redis.Database.HashSetAsync(Counts, [new("tick", "1690000000.5"), new("\U0001F44E", 4), new("\U0001F62E", "2"), new("\U0001F44F", "x")]);

        var taken = await redis.Storage.ReactionTally.TakeAsync(_world, _room);

        Assert.Equal([0, 0, 0, 0, 2], [.. (ReadOnlySpan<int>)taken]);
        Assert.False(await redis.Database.KeyExistsAsync(Counts));
        Assert.True((await redis.Storage.ReactionTally.TakeAsync(_world, _room)).IsEmpty);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task AddAndTake_OnTwoNodesAtOnce_CountsEachOnce()
    {
        const int Each = 300;
        await using var redis = await RedisFixture.CreateAsync();
        await using var other = await redis.OpenAsync();
        var sum = 0;

        async Task ReactAsync(IReactionTally tally)
        {
            for (var number = 0; number < Each; number++)
            {
                if (await tally.AddAsync(_world, _room, new UserId(Guid.NewGuid()), RoomReaction.Surprise) == ReactionStep.OwnsTick)
                {
                    Interlocked.Add(ref sum, (await tally.TakeAsync(_world, _room)).Of(RoomReaction.Surprise));
                }
            }
        }

        IReactionTally[] tallies = [redis.Storage.ReactionTally, other.ReactionTally, redis.Storage.ReactionTally, other.ReactionTally];
        await Task.WhenAll(tallies.Select(tally => Task.Run(() => ReactAsync(tally))));

        Assert.Equal(Each * tallies.Length, sum + (await other.ReactionTally.TakeAsync(_world, _room)).Of(RoomReaction.Surprise));
    }

    [Fact]
    public async Task Add_WhileRedisIsAway_IsUnavailable()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await using var storage = await RedisFixture.OpenAsync($"redis://127.0.0.1:{port}/0", new FakeTimeProvider());

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await storage.ReactionTally.AddAsync(_world, _room, _user, RoomReaction.Clap));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await storage.ReactionTally.TakeAsync(_world, _room));
    }
}
