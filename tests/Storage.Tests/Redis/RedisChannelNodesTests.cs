using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>chat.md sections 2 and 15: the last socket over all nodes.</summary>
[Trait("Category", "Services")]
public sealed class RedisChannelNodesTests
{
    private readonly NodeIdentity _first = NodeIdentity.CreateNew("a.b");
    private readonly NodeIdentity _second = NodeIdentity.CreateNew("a.b");
    private readonly WorldId _world = new("sample");
    private readonly UserId _user = new(Guid.NewGuid());
    private readonly ChannelId _channel = new(Guid.NewGuid());

    private int _ended;

    private string Set => $"chat:subscriptions:{_user}:{_channel}";

    [ServiceFact(TestRedis.Variable)]
    public async Task Remove_WhileAnotherNodeHasOne_EndsNothing()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var other = await redis.OpenAsync();
        var (here, there) = (Join(redis.Storage, _first), Join(other, _second));

        await here.AddAsync(_world, _user, _channel);
        await there.AddAsync(_world, _user, _channel);
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(Set))!.Value, TimeSpan.FromHours(47.9), TimeSpan.FromHours(48));

        await here.RemoveAsync(_world, _user, _channel, EndAsync);
        Assert.Equal(0, _ended);
        await there.RemoveAsync(_world, _user, _channel, EndAsync);
        Assert.Equal(1, _ended);
        Assert.False(await redis.Database.KeyExistsAsync(Set));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Remove_WhileASocketOfAReferenceServerIsThere_EndsNothing()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var here = Join(redis.Storage, _first);
        await here.AddAsync(_world, _user, _channel);
        await redis.Database.SetAddAsync(Set, Guid.NewGuid().ToString());

        await here.RemoveAsync(_world, _user, _channel, EndAsync);

        Assert.Equal(0, _ended);
        Assert.Equal(1, await redis.Database.SetLengthAsync(Set));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Add_WhileAnotherNodeEndsTheMembership_Waits()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var other = await redis.OpenAsync();
        var (here, there) = (Join(redis.Storage, _first), Join(other, _second));
        await here.AddAsync(_world, _user, _channel);
        var begun = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        var removing = here.RemoveAsync(_world, _user, _channel, async () =>
        {
            begun.SetResult();
            await end.Task;
        }).AsTask();
        await begun.Task;

        var adding = there.AddAsync(_world, _user, _channel).AsTask();
        await RedisFixture.WaitUntilAsync(() => redis.Database.KeyExistsAsync(Set), "the other node in the set");
        Assert.False(adding.IsCompleted);

        end.SetResult();
        await removing;
        await adding;
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task ComingAndGoingOnTwoNodes_EndsExactlyWhenNobodyIsLeft()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var other = await redis.OpenAsync();
        IChannelNodes[] nodes = [Join(redis.Storage, _first), Join(other, _second)];
        var isMember = 0;

        for (var round = 0; round < 60; round++)
        {
            await nodes[0].AddAsync(_world, _user, _channel);
            Volatile.Write(ref isMember, 1);

            // The other joins after it has subscribed, as a client does; whatever was ended before must not take that back.
            await Task.WhenAll(
                Task.Run(async () => await nodes[0].RemoveAsync(_world, _user, _channel, async () =>
                {
                    await Task.Yield();
                    Volatile.Write(ref isMember, 0);
                })),
                Task.Run(async () =>
                {
                    await nodes[1].AddAsync(_world, _user, _channel);
                    Volatile.Write(ref isMember, 1);
                }));
            Assert.Equal(1, isMember);
            Assert.Equal([_second.Id], (await redis.Database.SetMembersAsync(Set)).Select(static member => $"{member}"));

            await nodes[1].RemoveAsync(_world, _user, _channel, () =>
            {
                Volatile.Write(ref isMember, 0);
                return Task.CompletedTask;
            });
            Assert.Equal(0, isMember);
        }
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task DeadNode_WhatOnlyItHad_IsEndedByAnother()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var other = await redis.OpenAsync();
        var (here, there) = (Join(redis.Storage, _first), Join(other, _second));
        var kept = new ChannelId(Guid.NewGuid());
        await there.AddAsync(_world, _user, _channel);
        await there.AddAsync(_world, _user, kept);
        await here.AddAsync(_world, _user, kept);
        await RedisFixture.WaitUntilAsync(async () => await redis.Database.SetLengthAsync("fast:nodes") == 2, "both nodes on the roll");

        // It ends without having taken anything back.
        await other.DisposeAsync();
        await RedisFixture.WaitUntilAsync(
            async () =>
            {
                redis.Time.Advance(TimeSpan.FromSeconds(10));
                return await redis.Database.SetLengthAsync("fast:nodes") == 1;
            },
            "the dead node to leave the roll");

        Assert.Equal(1, _ended);
        Assert.False(await redis.Database.KeyExistsAsync(Set));
        Assert.Equal([_first.Id], (await redis.Database.SetMembersAsync($"chat:subscriptions:{_user}:{kept}")).Select(static member => $"{member}"));
        Assert.False(await redis.Database.KeyExistsAsync($"fast:node:{_second.Id}:channels"));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task LostData_IsWrittenAgain()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var here = Join(redis.Storage, _first);
        await here.AddAsync(_world, _user, _channel);
        await RedisFixture.WaitUntilAsync(() => redis.Database.KeyExistsAsync("fast:nodes"), "the node on the roll");

        await redis.Database.KeyDeleteAsync([Set, "fast:nodes", $"fast:node:{_first.Id}", $"fast:node:{_first.Id}:channels"]);
        redis.Time.Advance(TimeSpan.FromSeconds(10));

        await RedisFixture.WaitUntilAsync(() => redis.Database.SetContainsAsync(Set, _first.Id), "the node in the set");
        await RedisFixture.WaitUntilAsync(() => redis.Database.KeyExistsAsync($"fast:node:{_first.Id}:channels"), "the node's own list");
        Assert.Equal(0, _ended);
    }

    [Fact]
    public async Task AddAndRemove_WhileRedisIsAway_FailNothingAndEndNothing()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await using var storage = await RedisFixture.OpenAsync($"redis://127.0.0.1:{port}/0", new FakeTimeProvider());
        var here = Join(storage, _first);

        await here.AddAsync(_world, _user, _channel);
        await here.RemoveAsync(_world, _user, _channel, EndAsync);

        // Another node may have one.
        Assert.Equal(0, _ended);
    }

    private IChannelNodes Join(Storage.Redis.RedisStorage storage, NodeIdentity node)
    {
        storage.JoinAs(node);
        storage.ChannelNodes.OnNoneLeft((world, user, channel) =>
        {
            Assert.Equal((_world, _user, _channel), (world, user, channel));
            return EndAsync();
        });
        return storage.ChannelNodes;
    }

    private Task EndAsync()
    {
        Interlocked.Increment(ref _ended);
        return Task.CompletedTask;
    }
}
