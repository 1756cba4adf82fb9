using System.Security.Cryptography;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class WorldStoreTests
{
    [Theory]
    [EveryStore]
    public async Task Load_GivesTheWorldAndItsUndeletedRoomsInOrder(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        store.AddRoom(new RoomId(Guid.NewGuid()), "Zebra", priority: 0);
        store.AddRoom(new RoomId(Guid.NewGuid()), "Cellar", priority: -1);
        store.AddRoom(new RoomId(Guid.NewGuid()), "Gone", priority: 5, deleted: true);

        var data = (await store.Storage.Worlds.LoadAsync(TestStore.World))!;

        Assert.Equal("Sample", data.World.Title);
        JsonAssert.Equal("""{"JWT_secrets":[{"issuer":"any","audience":"venueless","secret":"secret"}]}""", data.World.Config);
        JsonAssert.Equal("""["chat-moderation"]""", data.World.FeatureFlags);
        Assert.Equal(("en", "Europe/Berlin", 2), (data.World.Locale, data.World.Timezone, data.World.Version));
        Assert.Equal(["Cellar", "Lobby", "Zebra"], data.Rooms.Select(static room => room.Name));
        Assert.Equal(store.Channel, data.Rooms[1].Channel);
        Assert.Null(data.Rooms[0].Channel);
        Assert.Null(data.Rooms[0].TraitGrants);
        JsonAssert.Equal("[]", data.Rooms[0].ModuleConfig);
        Assert.Null(await store.Storage.Worlds.LoadAsync(new WorldId("SAMPLE")));
    }

    [Theory]
    [EveryStore]
    public async Task Create_WhenIdOrDomainIsTaken_WritesNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        Assert.True(await store.Storage.Worlds.CreateAsync(WorldDefaults.NewWorld(new WorldId("b"), "B", "b.example:8375", "s")));

        Assert.False(await store.Storage.Worlds.CreateAsync(WorldDefaults.NewWorld(new WorldId("b"), "Again", null, "s")));
        Assert.False(await store.Storage.Worlds.CreateAsync(WorldDefaults.NewWorld(new WorldId("c"), "C", "b.example:8375", "s")));

        Assert.Equal(new WorldId("b"), await store.Storage.Worlds.FindByDomainAsync("b.example:8375"));
        Assert.Null(await store.Storage.Worlds.FindByDomainAsync("b.example"));
        Assert.Equal(["b", "sample"], (await store.Storage.Worlds.ListAsync()).Select(static world => world.Id.Value));
        Assert.Equal("B", store.Text("SELECT title FROM core_world WHERE id = 'b'"));
    }

    [Theory]
    [EveryStore]
    public async Task Create_WithoutKeys_MakesThem(StoreKind kind)
    {
        await using var store = await TestStore.CreateEmptyAsync(kind);
        var world = WorldDefaults.NewWorld(TestStore.World, "Sample", null, "s") with { VapidPrivateKey = null, VapidPublicKey = null };

        await store.Storage.Worlds.CreateAsync(world);

        var row = Assert.Single(await store.Storage.Worlds.ListAsync());
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----\n", row.VapidPrivateKey, StringComparison.Ordinal);
        Assert.EndsWith("-----END PRIVATE KEY-----\n", row.VapidPrivateKey, StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----\n", row.VapidPublicKey, StringComparison.Ordinal);
        using var key = ECDsa.Create();
        key.ImportFromPem(row.VapidPrivateKey);
        Assert.Equal(row.VapidPublicKey, key.ExportSubjectPublicKeyInfoPem() + "\n");
        Assert.Equal(256, key.KeySize);
    }

    [Fact]
    public void Defaults_HaveTheRolesOfANewWorld()
    {
        var world = new World(new WorldData(WorldDefaults.NewWorld(TestStore.World, "Sample", null, "s"), [], 0));

        Assert.Equal(64, WorldDefaults.NewSecret().Length);
        Assert.Equal("""{"attendee":["attendee"],"admin":["admin"],"scheduleuser":["schedule-update"]}""", WorldDefaults.TraitGrants.ToString());
        using var roles = System.Text.Json.JsonDocument.Parse(WorldDefaults.Roles.Memory);
        var distinct = roles.RootElement.EnumerateObject()
            .ToDictionary(static role => role.Name, static role => role.Value.EnumerateArray().Select(static item => item.GetString()).Distinct().Count());
        Assert.Equal(
            new Dictionary<string, int>
            {
                ["attendee"] = 3,
                ["viewer"] = 6,
                ["participant"] = 18,
                ["room_creator"] = 1,
                ["room_owner"] = 20,
                ["speaker"] = 21,
                ["moderator"] = 30,
                ["admin"] = 42,
                ["apiuser"] = 44,
                ["scheduleuser"] = 1,
            },
            distinct);
        Assert.Equal("s", Assert.Single(world.Config.JwtSecrets).Secret);
    }
}
