using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Postgres;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Tests.Services;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>Edits by hand, which raise no version.</summary>
public sealed class PostgresStampTests
{
    [PostgresTheory]
    [InlineData("UPDATE core_world SET title = title WHERE id = 'sample'", true)]
    [InlineData("UPDATE core_room SET name = 'Other'", true)]
    [InlineData("UPDATE core_room SET deleted = TRUE", true)]
    [InlineData("UPDATE core_channel SET name = 'x' WHERE room_id IS NOT NULL", true)]
    [InlineData("DELETE FROM core_channel WHERE room_id IS NOT NULL", true)]
    [InlineData("INSERT INTO core_room (id, world_id, name, sorting_priority, version, deleted, pretalx_id, force_join) VALUES (gen_random_uuid(), 'sample', 'New', 1, 2, FALSE, 0, FALSE)", true)]
    [InlineData("UPDATE core_world SET title = 'Other' WHERE id = 'other'", false)]
    [InlineData("UPDATE core_channel SET name = 'x' WHERE room_id IS NULL", false)]
    [InlineData("UPDATE core_user SET version = version + 1", false)]
    public async Task WorldStamp_AfterAnEdit_ChangesIfItIsThatWorlds(string edit, bool changes)
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        await store.Storage.Worlds.CreateAsync(WorldDefaults.NewWorld(new WorldId("other"), "Other", null, "secret"));
        store.AddChannel(new ChannelId(Guid.NewGuid()), null);
        await store.AddUserAsync();
        var before = await store.Storage.Worlds.ReadStampAsync(TestStore.World);

        store.Execute(edit);

        Assert.Equal(changes, before != await store.Storage.Worlds.ReadStampAsync(TestStore.World));
    }

    [PostgresTheory]
    [InlineData("UPDATE core_user SET moderation_state = 'banned' WHERE client_id = 'me'", true)]
    [InlineData("INSERT INTO core_worldgrant (role, user_id, world_id) SELECT 'admin', id, world_id FROM core_user WHERE client_id = 'me'", true)]
    [InlineData("UPDATE core_worldgrant SET role = 'other'", true)]
    [InlineData("DELETE FROM core_worldgrant", true)]
    [InlineData("INSERT INTO core_roomgrant (role, room_id, user_id, world_id) SELECT 'x', r.id, u.id, 'sample' FROM core_user u, core_room r WHERE client_id = 'me'", true)]
    [InlineData("INSERT INTO core_user_blocked_users (from_user_id, to_user_id) SELECT a.id, b.id FROM core_user a, core_user b WHERE a.client_id = 'me' AND b.client_id = 'you'", true)]
    [InlineData("DELETE FROM core_user_blocked_users", true)]
    [InlineData("UPDATE core_user SET moderation_state = 'banned' WHERE client_id = 'you'", false)]
    [InlineData("INSERT INTO core_worldgrant (role, user_id, world_id) SELECT 'admin', id, world_id FROM core_user WHERE client_id = 'you'", false)]
    [InlineData("UPDATE core_world SET title = 'Other'", false)]
    public async Task UserStamp_AfterAnEdit_ChangesIfItIsThatUsers(string edit, bool changes)
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var me = await store.AddUserAsync("me");
        var you = await store.AddUserAsync("you");
        var third = await store.AddUserAsync("third");
        store.Execute($"INSERT INTO core_worldgrant (role, user_id, world_id) VALUES ('crew', '{me}', 'sample')");
        store.Execute($"INSERT INTO core_user_blocked_users (from_user_id, to_user_id) VALUES ('{me}', '{third}'), ('{you}', '{me}')");
        var before = await store.Storage.Users.ReadStampAsync(me);

        store.Execute(edit);

        Assert.Equal(changes, before != await store.Storage.Users.ReadStampAsync(me));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task UserStamps_OfManyWhoWait_AreReadTogetherButNeverBeforeTheyWereAsked()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var users = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.AddUserAsync()));
        await using var connector = new GatedConnector(new PostgresConnector(((PostgresBackend)store.Backend).Database.Options));
        await using var readers = new SqlReaderPool(connector, 4);
        var probe = new UserStampProbe(readers);

        var first = probe.ReadAsync(users[0]);
        await connector.IsWaiting;
        var others = users.Concat(users).Select(probe.ReadAsync).Append(probe.ReadAsync(new UserId(Guid.NewGuid()))).ToArray();
        connector.Open();

        await first;
        var stamps = await Task.WhenAll(others);
        Assert.Equal(2, connector.Statements);
        Assert.Equal(await first, stamps[0]);
        Assert.Equal(stamps[..20], stamps[20..40]);
        Assert.Equal(0, stamps[40]);
    }
}
