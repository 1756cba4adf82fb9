using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Tests.Auth;
using Venueless.Fast.Modules.Worlds;

namespace Venueless.Fast.Modules.Tests.Worlds;

/// <summary>world.md section 10: what is done before the delivery, and what during it.</summary>
public sealed class WorldUpdatedBroadcastTests
{
    private readonly TestNode _node = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Prepare_EverybodyWhoIsHere_DeliveryEncodesNothing(bool isCompressed)
    {
        var clients = new List<TestClient>();
        foreach (var traits in (string[][])[["a"], ["a"], ["b", "moderator"]])
        {
            clients.Add(await _node.LogInByTokenAsync($"user{clients.Count}", traits));
        }

        clients[1].Connection.Threshold = isCompressed ? 1 : int.MaxValue;
        var config = new CountingConfig(_node.WorldConfig);
        var world = clients[0].Session.WorldState!.Current;
        using var broadcast = new WorldUpdatedBroadcast(world, config);

        broadcast.Prepare(_node.Services.Users.ListOf(Sample.WorldId));
        var kinds = clients.Select(client => client.Session.UserState!.RightsIn(world)).Distinct().Count();
        Assert.Equal(isCompressed ? (0, kinds) : (kinds, 0), (config.Plain, config.Compressed));
        _node.Services.Topics.Deliver(TopicKey.World(Sample.WorldId), broadcast);

        Assert.Equal(kinds, config.Plain + config.Compressed);
        foreach (var client in clients)
        {
            Assert.Equal("world.updated", (string?)client.Connection.TakeAll()[^1][0]);
        }
    }

    [Fact]
    public async Task Deliver_WhoCameAfterThePreparation_GetsItToo()
    {
        var first = await _node.LogInByTokenAsync("first");
        using var broadcast = new WorldUpdatedBroadcast(first.Session.WorldState!.Current, _node.WorldConfig);
        broadcast.Prepare(_node.Services.Users.ListOf(Sample.WorldId));
        var second = await _node.LogInByTokenAsync("second", "moderator");

        _node.Services.Topics.Deliver(TopicKey.World(Sample.WorldId), broadcast);

        Assert.Equal("world.updated", (string?)second.Connection.TakeAll()[^1][0]);
    }

    private sealed class CountingConfig(IWorldConfig inner) : IWorldConfig
    {
        public int Plain { get; private set; }

        public int Compressed { get; private set; }

        public ValueTask PrepareAsync(World world) => inner.PrepareAsync(world);

        public void Write(Utf8JsonWriter json, World world, UserRights rights)
        {
            Plain++;
            inner.Write(json, world, rights);
        }

        public ReadOnlySpan<byte> WriteAndCompress(Utf8JsonWriter json, World world, UserRights rights)
        {
            Compressed++;
            return inner.WriteAndCompress(json, world, rights);
        }

        public void WriteRoom(Utf8JsonWriter json, World world, Room room, UserRights rights, bool withUsers) =>
            inner.WriteRoom(json, world, room, rights, withUsers);
    }
}
