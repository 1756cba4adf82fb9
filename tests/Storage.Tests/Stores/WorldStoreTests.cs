using System.Security.Cryptography;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

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

    [Theory]
    [EveryStore]
    public async Task Change_ByManyAtOnce_LosesNothingAndTheAuditLogIsAChain(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();

        var changes = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ =>
            store.Storage.Worlds.ChangeAsync(TestStore.World, static row => row with { Title = row.Title + "+" }, Author(user))));

        Assert.All(changes, change => Assert.Equal((change!.Old.Title + "+", change.Old.Version + 1), (change.New.Title, change.New.Version)));
        Assert.Equal("Sample" + new string('+', 30), store.Text("SELECT title FROM core_world"));
        Assert.Equal(32, store.Number("SELECT version FROM core_world"));
        var audit = await store.Storage.AuditLog.ReadAsync(TestStore.World, 0, 100);
        Assert.Equal(30, audit.Count);
        for (var number = 0; number < 30; number++)
        {
            Assert.Equal(("world.updated", user), (audit[number].Type, audit[number].User!.Value));
            JsonAssert.Equal($$"""{"old":{"length":{{number + 6}} },"new":{"length":{{number + 7}} } }""", audit[number].Data);
        }
    }

    [Theory]
    [EveryStore]
    public async Task Change_OfEveryColumn_IsStoredAndMovesTheStampAndTheRestStays(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var before = (await store.Storage.Worlds.LoadAsync(TestStore.World))!;

        await store.Storage.Worlds.ChangeAsync(
            TestStore.World,
            static row => row with
            {
                Title = "T",
                Locale = "de",
                Timezone = "UTC",
                Roles = TestStore.Json("""{"r":[]}"""),
                TraitGrants = TestStore.Json("""{"g":[]}"""),
                Config = TestStore.Json("""{"c":1}"""),
                Domain = "not.changed.by.this",
            },
            Author(user));

        var after = (await store.Storage.Worlds.LoadAsync(TestStore.World))!;
        Assert.Equal(("T", "de", "UTC", 3), (after.World.Title, after.World.Locale, after.World.Timezone, after.World.Version));
        JsonAssert.Equal("""{"r":[]}""", after.World.Roles);
        JsonAssert.Equal("""{"g":[]}""", after.World.TraitGrants);
        JsonAssert.Equal("""{"c":1}""", after.World.Config);
        Assert.Equal((before.World.Domain, before.World.VapidPrivateKey), (after.World.Domain, after.World.VapidPrivateKey));
        Assert.NotEqual(before.Stamp, after.Stamp);
    }

    [Theory]
    [EveryStore]
    public async Task Change_OfAnUnknownWorld_IsNull(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();

        Assert.Null(await store.Storage.Worlds.ChangeAsync(new WorldId("other"), static row => row, Author(user)));
        Assert.Empty(await store.Storage.AuditLog.ReadAsync(new WorldId("other"), 0, 10));
    }

    [Theory]
    [EveryStore]
    public async Task Change_WhileRoomsAreCreatedAndChanged_AllIsStored(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var author = new RoomAuthor(TestStore.World, user, TestStore.Now, static _ => RawJson.EmptyObject);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => (number % 3) switch
        {
            0 => (Task)store.Storage.Worlds.ChangeAsync(TestStore.World, static row => row with { Title = row.Title + "+" }, Author(user)),
            1 => store.Storage.Rooms.CreateAsync(new NewRoom(new RoomId(Guid.NewGuid()), $"R{number}", null, RawJson.EmptyObject, TestStore.Json("[]"), null), author),
            _ => store.Storage.Rooms.ChangeAsync(store.Room, static row => row with { PretalxId = row.PretalxId + 1 }, author),
        }));

        Assert.Equal("Sample" + new string('+', 20), store.Text("SELECT title FROM core_world"));
        Assert.Equal(21, store.Number("SELECT count(*) FROM core_room"));
        Assert.Equal(21, store.Number("SELECT count(DISTINCT sorting_priority) FROM core_room"));
        Assert.Equal(20, store.Number($"SELECT pretalx_id FROM core_room WHERE id = '{store.Room}'"));
        Assert.Equal(60, store.Number("SELECT count(*) FROM core_auditlog"));
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

    private static WorldAuthor Author(UserId user) =>
        new(user, TestStore.Now, static row => TestStore.Json($"{{\"length\":{row.Title.Length}}}"));
}
