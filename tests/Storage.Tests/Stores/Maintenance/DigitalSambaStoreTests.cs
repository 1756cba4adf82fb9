using System.Globalization;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests.Stores.Maintenance;

/// <summary>calls.md section F6.</summary>
public sealed class DigitalSambaStoreTests
{
    [Theory]
    [EveryStore]
    public async Task ListAbandoned_KnowsTheThreeReasons(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        store.Execute("UPDATE core_world SET domain = 'sample.example'");
        Assert.True(await store.Storage.Worlds.CreateAsync(WorldDefaults.NewWorld(new WorldId("hidden"), "H", null, "s")));
        var deleted = new RoomId(Guid.NewGuid());
        store.AddRoom(deleted, "Gone", 1, deleted: true);
        var limit = TestStore.Now.AddDays(-3);
        AddCall(store, "sample", store.Room, limit.AddYears(-1));
        AddCall(store, "sample", null, limit);
        var expected = new[]
        {
            AddCall(store, "sample", null, limit.AddMilliseconds(-1)),
            AddCall(store, "sample", deleted, TestStore.Now),
            AddCall(store, "hidden", null, TestStore.Now),
        };

        var found = await store.Storage.DigitalSamba.ListAbandonedAsync(TestStore.Now, Guid.Empty);

        Assert.Equal(expected.Select(static call => call.Id.ToString()).Order(StringComparer.Ordinal), found.Select(static call => call.Id.ToString()));
        Assert.Equivalent(expected, found);
        Assert.Equal(found.Skip(1), await store.Storage.DigitalSamba.ListAbandonedAsync(TestStore.Now, found[0].Id));
    }

    [Theory]
    [EveryStore]
    public async Task Delete_TakesTheInvitedAlong_AndMayBeRepeated(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var call = AddCall(store, "sample", null, TestStore.Now);
        store.Execute($"INSERT INTO core_digitalsambacall_invited_members (digitalsambacall_id, user_id) VALUES ('{call.Id}', '{user}')");

        await store.Storage.DigitalSamba.DeleteAsync(call.Id);
        await store.Storage.DigitalSamba.DeleteAsync(call.Id);

        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_digitalsambacall"));
    }

    private static AbandonedCall AddCall(TestStore store, string world, RoomId? room, DateTimeOffset created)
    {
        var call = new AbandonedCall(Guid.NewGuid(), Guid.NewGuid());
        var time = created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture);
        store.Execute(
            $$"""
            INSERT INTO core_digitalsambacall (id, created, config, ds_id, url_name, room_id, world_id)
            VALUES ('{{call.Id}}', '{{time}}', '{}', '{{call.RemoteId}}', 'n', {{(room is { } id ? $"'{id}'" : "NULL")}}, '{{world}}')
            """);
        return call;
    }
}
