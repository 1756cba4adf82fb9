using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Venueless.Fast.Storage.Redis;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>The moments in which the client has no connection, and the time in which there is nothing to connect to.</summary>
[Trait("Category", "Services")]
public sealed class RedisShardTests
{
    private int _tries;

    [ServiceFact(TestRedis.Variable)]
    public async Task Run_UnsentCommand_IsTriedAgainUntilItPasses()
    {
        await using var redis = await TestRedis.CreateAsync();
        await using var shard = await OpenAsync(redis.Url);

        var answer = await shard.RunAsync(async database => _tries < 3 ? throw Lost(CommandStatus.WaitingToBeSent) : await database.StringIncrementAsync("tried"));

        Assert.Equal((3, 1), (_tries, answer));
    }

    [ServiceTheory(TestRedis.Variable)]
    [InlineData(CommandStatus.Sent, 60)]
    [InlineData(CommandStatus.WaitingToBeSent, 0)]
    public async Task Run_CommandThatMayHaveBeenSentOrNoGrace_FailsAtOnce(CommandStatus status, int grace)
    {
        await using var redis = await TestRedis.CreateAsync();
        await using var shard = await OpenAsync(redis.Url, grace);

        await Assert.ThrowsAsync<RedisConnectionException>(() => shard.RunAsync<long>(_ => throw Lost(status)));

        Assert.Equal(1, _tries);
    }

    [Fact]
    public async Task Run_RedisWasNotThereAtTheStart_FailsAtOnce()
    {
        await using var shard = await OpenAsync($"redis://127.0.0.1:{FreePort.Find()}/0");

        await Assert.ThrowsAsync<RedisConnectionException>(() => shard.RunAsync(database =>
        {
            _tries++;
            return database.StringIncrementAsync("tried");
        }));

        Assert.Equal(1, _tries);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Run_WhileConnectionsAreCut_OnlyCommandsOnTheirWayFail()
    {
        await using var process = await RedisProcess.StartNewAsync();
        await using var operatorConnection = await process.ConnectAsync();
        await using var shard = await OpenAsync(process.Url);

        for (var round = 0; round < 20; round++)
        {
            await operatorConnection.GetDatabase().ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            for (var count = 0; count < 10; count++)
            {
                try
                {
                    await shard.RunAsync(static database => database.StringIncrementAsync("tried"));
                }
                catch (RedisConnectionException exception)
                {
                    Assert.Equal(CommandStatus.Sent, exception.CommandStatus);
                }
            }
        }
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Open_ManyAtOnce_AllAreConnected()
    {
        await using var redis = await TestRedis.CreateAsync();

        var shards = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => OpenAsync(redis.Url, grace: 0))));

        foreach (var shard in shards)
        {
            await shard.RunAsync(static database => database.PingAsync());
            await shard.DisposeAsync();
        }
    }

    private static Task<RedisShard> OpenAsync(string url, int grace = 60)
    {
        var options = new RedisOptions { Shards = [url], ReconnectGrace = TimeSpan.FromSeconds(grace) };
        return RedisShard.OpenAsync(RedisAddress.Parse(url), options, NullLogger.Instance);
    }

    private RedisConnectionException Lost(CommandStatus status)
    {
        _tries++;
        return new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, CommandFlags.None, "lost", null, status);
    }
}
