using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>What a node that stops without its Redis says about what it could not write.</summary>
[Trait("Category", "Services")]
public sealed class RedisLostTests
{
    [ServiceFact(TestRedis.Variable)]
    public async Task Dispose_RedisIsAway_NamesWhatIsLost()
    {
        await using var redis = await RedisProcess.StartNewAsync();
        var storage = await RedisFixture.OpenAsync(redis.Url, TimeProvider.System);
        var registry = storage.JoinAs(NodeIdentity.CreateNew("a.b"));
        registry.Connect(1);
        await using (var connection = await redis.ConnectAsync())
        {
            await RedisFixture.WaitUntilAsync(async () => await connection.GetDatabase().HashGetAsync("connections", "a.b") == 1, "the connection in Redis");
        }

        await redis.KillAsync();
        registry.Disconnect(1);
        storage.VersionKeys.Publish(VersionedKind.World, "w", 7);
        storage.ReadStates.SetPointer(new UserId(Guid.NewGuid()), new ChannelId(Guid.NewGuid()), 7);
        storage.ReadStates.SetPointer(new UserId(Guid.NewGuid()), new ChannelId(Guid.NewGuid()), 8);

        await storage.DisposeAsync();

        Assert.Collection(
            storage.Lost,
            static lost => Assert.StartsWith("ends of registered connections", lost, StringComparison.Ordinal),
            static lost => Assert.StartsWith("versions of changed rows", lost, StringComparison.Ordinal),
            static lost => Assert.Equal("2 read pointers", lost));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Dispose_RedisIsThere_NothingIsLost()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var storage = await redis.OpenAsync();
        var registry = storage.JoinAs(NodeIdentity.CreateNew("a.b"));
        registry.Connect(1);
        registry.Disconnect(1);
        storage.VersionKeys.Publish(VersionedKind.World, "w", 7);
        storage.ReadStates.SetPointer(new UserId(Guid.NewGuid()), new ChannelId(Guid.NewGuid()), 7);

        await storage.DisposeAsync();

        Assert.Empty(storage.Lost);
    }
}
