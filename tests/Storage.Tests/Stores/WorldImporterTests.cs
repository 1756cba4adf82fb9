using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Domain.Import;
using Venueless.Fast.Storage.Tests.Import;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class WorldImporterTests
{
    private static readonly string[] Tables =
    [
        "core_world", "core_room", "core_channel", "core_exhibitor", "core_exhibitorlink", "core_exhibitorsocialmedialink", "core_announcement",
        "core_poster", "core_posterlink",
    ];

    [Theory]
    [EveryStore]
    public async Task Import_OfTheSample_WritesEverything(StoreKind kind)
    {
        await using var store = await TestStore.CreateEmptyAsync(kind);

        var id = await store.Storage.Importer.ImportAsync(SampleWorld.Parse());

        Assert.Equal(new WorldId("lighthouse"), id);
        Assert.Equal([1L, 19, 10, 3, 3, 1, 3, 2, 1], CountRows(store));
        var data = (await store.Storage.Worlds.LoadAsync(id))!;
        Assert.Equal(19, data.Rooms.Count);
        Assert.Equal(9, data.Rooms.Count(static room => room.Channel is not null));
        Assert.Equal(["pier", "rules", "arrival"], data.Rooms.Take(3).Select(static room => room.ImportId));
        Assert.Equal(Enumerable.Range(0, 19), data.Rooms.Select(static room => room.SortingPriority));
        Assert.Equal(("Lighthouse Week", "en", "Europe/Berlin", 2), (data.World.Title, data.World.Locale, data.World.Timezone, data.World.Version));
        Assert.Null(data.World.Domain);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", data.World.VapidPrivateKey, StringComparison.Ordinal);
        var world = new World(data);
        Assert.Equal(2, world.Config.JwtSecrets.Count);
        Assert.False(JsonNode.Parse(data.World.Config!.Value.Utf8)!.AsObject().ContainsKey("import_extras"));
        Assert.Equal("2099-12-31 23:59:59.000000+00:00", store.Text("SELECT show_until FROM core_announcement WHERE state = 'active'"));
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_poster p JOIN core_channel c ON c.id = p.channel_id WHERE p.import_id = 'lighthouse/p1' AND c.room_id IS NULL"));
        Assert.Equal("deck", store.Text("SELECT r.import_id FROM core_poster p JOIN core_room r ON r.id = p.presentation_room_id"));
    }

    [Theory]
    [EveryStore]
    public async Task Import_Again_ChangesNoRowCountAndNoId(StoreKind kind)
    {
        await using var store = await TestStore.CreateEmptyAsync(kind);
        await store.Storage.Importer.ImportAsync(SampleWorld.Parse());
        var counts = CountRows(store);
        var ids = ReadIds(store);
        var keys = store.Text("SELECT vapid_private_key FROM core_world");

        await store.Storage.Importer.ImportAsync(SampleWorld.Parse());

        Assert.Equal(counts, CountRows(store));
        Assert.Equal(ids, ReadIds(store));
        Assert.Equal(keys, store.Text("SELECT vapid_private_key FROM core_world"));
        Assert.Equal(3, store.Number("SELECT version FROM core_world"));
        Assert.Equal(3, store.Number("SELECT MAX(version) FROM core_room"));
    }

    [Theory]
    [EveryStore]
    public async Task Import_OfAChangedDocument_UpdatesInPlaceAndKeepsWhatItDoesNotName(StoreKind kind)
    {
        await using var store = await TestStore.CreateEmptyAsync(kind);
        await store.Storage.Importer.ImportAsync(SampleWorld.Parse());
        store.Execute("UPDATE core_world SET domain = 'light.example', locale = 'de'");
        store.Execute("UPDATE core_room SET force_join = TRUE, deleted = TRUE WHERE import_id = 'galley'");
        var changed = SampleWorld.Parse();
        changed = changed with
        {
            Title = "Second Week",
            Rooms = [.. changed.Rooms.Reverse().Take(15).Select(static room => room with { Name = room.Name + "!" })],
            Announcements = [changed.Announcements[0] with { State = "active" }],
        };

        await store.Storage.Importer.ImportAsync(changed);

        Assert.Equal([1L, 19, 10, 3, 3, 1, 3, 2, 1], CountRows(store));
        Assert.Equal("Second Week|light.example|de", store.Text("SELECT title || '|' || domain || '|' || locale FROM core_world"));
        Assert.Equal("Poster Jetty!|0", store.Text("SELECT name || '|' || sorting_priority FROM core_room WHERE import_id = 'posters'"));
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_room WHERE import_id = 'galley' AND force_join AND deleted"));
        Assert.Equal("Pier", store.Text("SELECT name FROM core_room WHERE import_id = 'pier'"));
        Assert.Equal(2, store.Number("SELECT COUNT(*) FROM core_announcement WHERE state = 'active'"));
    }

    [Theory]
    [EveryStore("""$["exhibitors"][1]["room"] = "attic" """, "exhibitors[1].room: there is no room with the id attic")]
    [EveryStore("""$["world"]["import_extras"]["posters"][0]["room"] = "attic" """, "world.import_extras.posters[0].room: there is no room with the id attic")]
    [EveryStore("""$["world"]["import_extras"]["posters"][0]["presentation_room"] = "attic" """, "world.import_extras.posters[0].presentation_room: there is no room with the id attic")]
    public async Task Import_WithADeadReference_WritesNothing(StoreKind kind, string edit, string message)
    {
        await using var store = await TestStore.CreateEmptyAsync(kind);

        var exception = await Assert.ThrowsAsync<WorldImportException>(() => store.Storage.Importer.ImportAsync(WorldImport.Parse(SampleWorld.Edit(edit))));

        Assert.Equal(message, exception.Message);
        Assert.All(CountRows(store), static count => Assert.Equal(0, count));
    }

    [Theory]
    [EveryStore]
    public async Task Import_WithDomainAndFreshSecrets_IsWhatTheFirstStartNeeds(StoreKind kind)
    {
        await using var store = await TestStore.CreateEmptyAsync(kind);
        var import = SampleWorld.Parse().WithFreshSecrets() with { Domain = "localhost:8375" };

        await store.Storage.Importer.ImportAsync(import);

        Assert.Equal(import.Id, await store.Storage.Worlds.FindByDomainAsync("localhost:8375"));
        JsonAssert.Equal(import.Config.ToString(), store.Text("SELECT config FROM core_world"));
    }

    [Theory]
    [EveryStore]
    public async Task Import_WithSomebodyElsesDomain_WritesNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        store.Execute("UPDATE core_world SET domain = 'taken.example'");

        await Assert.ThrowsAsync<WorldImportException>(
            () => store.Storage.Importer.ImportAsync(SampleWorld.Parse() with { Domain = "taken.example" }));

        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_world"));
    }

    [Theory]
    [EveryStore]
    public async Task Import_FindsRoomsOfItsOwnWorldOnly(StoreKind kind)
    {
        await using var store = await TestStore.CreateEmptyAsync(kind);
        await store.Storage.Importer.ImportAsync(SampleWorld.Parse());

        await store.Storage.Importer.ImportAsync(SampleWorld.Parse() with { Id = new WorldId("second") });

        Assert.Equal([2L, 38, 20, 6, 6, 2, 6, 4, 2], CountRows(store));
    }

    private static long[] CountRows(TestStore store) => [.. Tables.Select(table => store.Number($"SELECT COUNT(*) FROM {table}"))];

    private static string ReadIds(TestStore store) =>
        string.Join('\n', Tables.SelectMany(table => store.Texts($"SELECT id FROM {table} ORDER BY id")));
}
