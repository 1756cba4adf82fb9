using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class UserStoreTests
{
    [Theory]
    [EveryStore]
    public async Task Create_ThenFind_GivesTheSameRowByEveryKey(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = TestStore.NewUser(tokenId: "4711") with { Profile = TestStore.Json("""{"display_name":"Ädä"}"""), PretalxId = "P1" };

        var created = await store.Storage.Users.CreateAsync(user);
        var byId = await store.Storage.Users.FindAsync(TestStore.World, user.Id);
        var byToken = await store.Storage.Users.FindByTokenIdAsync(TestStore.World, "4711");

        Assert.Equal(user.Id, created.Id);
        Assert.Equal(user.Id, byId!.Id);
        Assert.Equal(user.Id, byToken!.Id);
        Assert.Equal(TestStore.World, byId.World);
        Assert.Null(byId.ClientId);
        Assert.Equal("4711", byId.TokenId);
        Assert.Equal("person", byId.Type);
        Assert.Equal("", byId.ModerationState);
        Assert.True(byId.ShowPublicly);
        Assert.False(byId.Deleted);
        JsonAssert.Equal("""{"display_name":"Ädä"}""", byId.Profile);
        Assert.Equal("{}", byId.ClientState.ToString());
        Assert.Equal(["a", "b"], byId.Traits);
        Assert.Equal("P1", byId.PretalxId);
        Assert.Null(byId.LastLogin);
        Assert.Equal(2, byId.Version);
        Assert.Empty(byId.WorldGrants);
        Assert.Empty(byId.RoomGrants);
    }

    [Theory]
    [EveryStore]
    public async Task Find_InAnotherWorld_FindsNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync("browser");
        var other = new WorldId("other");

        Assert.Null(await store.Storage.Users.FindAsync(other, user));
        Assert.Null(await store.Storage.Users.FindByClientIdAsync(other, "browser"));
        Assert.NotNull(await store.Storage.Users.FindByClientIdAsync(TestStore.World, "browser"));
        Assert.Empty(await store.Storage.Users.FindManyAsync(other, [user]));
    }

    [Theory]
    [EveryStore("browser", null)]
    [EveryStore(null, "4711")]
    public async Task Create_ByTwoLoginsAtOnce_GivesBothTheSameRow(StoreKind kind, string? clientId, string? tokenId)
    {
        await using var store = await TestStore.CreateAsync(kind);

        var rows = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => store.Storage.Users.CreateAsync(TestStore.NewUser(clientId, tokenId)))));

        Assert.Single(rows.Select(static row => row.Id).Distinct());
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_user"));
    }

    [Theory]
    [EveryStore]
    public async Task Create_InAnUnknownWorld_Fails(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);

        await Assert.ThrowsAsync<StoreRefusedException>(() => store.Storage.Users.CreateAsync(TestStore.NewUser() with { World = new WorldId("none") }));
    }

    [Theory]
    [EveryStore]
    public async Task FindMany_GivesThoseThatExistWithTheirGrants(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var first = await store.AddUserAsync();
        var second = await store.AddUserAsync();
        store.Execute($"INSERT INTO core_worldgrant (role, user_id, world_id) VALUES ('admin', '{second}', 'sample'), ('crew', '{second}', 'sample')");
        store.Execute($"INSERT INTO core_roomgrant (role, room_id, user_id, world_id) VALUES ('speaker', '{store.Room}', '{second}', 'sample')");
        store.Execute($"UPDATE core_user SET deleted = TRUE WHERE id = '{first}'");

        var rows = await store.Storage.Users.FindManyAsync(TestStore.World, [first, second, new UserId(Guid.NewGuid())]);

        Assert.Equal(2, rows.Count);
        var plain = rows.Single(row => row.Id == first);
        var granted = rows.Single(row => row.Id == second);
        Assert.True(plain.Deleted);
        Assert.Empty(plain.WorldGrants);
        Assert.Equal(["admin", "crew"], granted.WorldGrants);
        Assert.Equal([new RoomGrant(store.Room, "speaker")], granted.RoomGrants);
        Assert.Empty(await store.Storage.Users.FindManyAsync(TestStore.World, []));
    }

    [Theory]
    [EveryStore]
    public async Task RecordLogin_WithViews_EndsTheOpenOneAndOpensAnother(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var later = TestStore.Now.AddTicks(10_000_001);

        var first = await store.Storage.Users.RecordLoginAsync(user, TestStore.World, TestStore.Now, trackView: true);
        var second = await store.Storage.Users.RecordLoginAsync(user, TestStore.World, later, trackView: true);
        var none = await store.Storage.Users.RecordLoginAsync(user, TestStore.World, later, trackView: false);

        Assert.Null(none);
        Assert.NotEqual(first, second);
        Assert.Equal("2031-02-03 09:15:23.104000+00:00", store.Text($"SELECT \"end\" FROM core_worldview WHERE id = {first}"));
        Assert.Equal("2031-02-03 09:15:23.104000+00:00", store.Text($"SELECT start FROM core_worldview WHERE id = {second}"));
        Assert.Null(store.Text($"SELECT \"end\" FROM core_worldview WHERE id = {second}"));
        var row = await store.Storage.Users.FindAsync(TestStore.World, user);
        Assert.Equal(TestStore.Now.AddSeconds(1), row!.LastLogin);
        Assert.Equal(5, row.Version);
    }

    [Theory]
    [EveryStore]
    public async Task EndWorldView_SetsTheEndOrDeletes(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var view = (await store.Storage.Users.RecordLoginAsync(user, TestStore.World, TestStore.Now, trackView: true))!.Value;

        await store.Storage.Users.EndWorldViewAsync(view, TestStore.Now, delete: false);
        Assert.Equal("2031-02-03 09:15:22.104000+00:00", store.Text("SELECT \"end\" FROM core_worldview"));

        await store.Storage.Users.EndWorldViewAsync(view, TestStore.Now, delete: true);
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_worldview"));

        var next = (await store.Storage.Users.RecordLoginAsync(user, TestStore.World, TestStore.Now, trackView: true))!.Value;
        Assert.NotEqual(view, next);
    }

    [Theory]
    [EveryStore]
    public async Task UpdateTraits_WhenDifferent_StoresThemWithAudit(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();

        var row = await store.Storage.Users.UpdateTraitsAsync(user, ["b", "a"], TestStore.Now);
        var again = await store.Storage.Users.UpdateTraitsAsync(user, ["b", "a"], TestStore.Now);

        Assert.Equal(["b", "a"], row.Traits);
        Assert.Equal(3, row.Version);
        Assert.Equal(3, again.Version);
        Assert.Equivalent(row, await store.Storage.Users.FindAsync(TestStore.World, user));
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_auditlog"));
        Assert.Equal("auth.user.traits.changed", store.Text("SELECT type FROM core_auditlog"));
        JsonAssert.Equal($$"""{"object":"{{user}}","old":["a","b"],"new":["b","a"]}""", store.Text("SELECT data FROM core_auditlog"));
        Assert.Equal(user.ToString(), store.Text("SELECT user_id FROM core_auditlog"));
    }

    [Theory]
    [EveryStore]
    public async Task UpdateOwn_WhenTheProfileDiffers_StoresItWithAudit(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();

        var row = await store.Storage.Users.UpdateOwnAsync(user, TestStore.Json("""{"display_name":"Ada","n":1}"""), null, TestStore.Now);

        JsonAssert.Equal("""{"display_name":"Ada","n":1}""", row.Profile);
        Assert.Equal(3, row.Version);
        JsonAssert.Equal(
            $$$"""{"object":"{{{user}}}","old":{},"new":{"display_name":"Ada","n":1},"is_admin":false}""", store.Text("SELECT data FROM core_auditlog"));
        JsonAssert.Equal("""{"display_name":"Ada","n":1}""", (await store.Storage.Users.FindAsync(TestStore.World, user))!.Profile);
    }

    [Theory]
    [EveryStore]
    public async Task Update_OfARowThatIsGone_IsRefused(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        store.Execute("DELETE FROM core_user");

        await Assert.ThrowsAsync<StoreRefusedException>(() => store.Storage.Users.UpdateOwnAsync(user, TestStore.Json("{}"), null, TestStore.Now));
        await Assert.ThrowsAsync<StoreRefusedException>(() => store.Storage.Users.UpdateTraitsAsync(user, ["speaker"], TestStore.Now));
    }

    [Theory]
    [EveryStore]
    public async Task UpdateOwn_WhenEqualAsJson_ChangesNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        await store.Storage.Users.UpdateOwnAsync(user, TestStore.Json("""{"a":1,"b":[true]}"""), TestStore.Json("""{"c":2}"""), TestStore.Now);

        var row = await store.Storage.Users.UpdateOwnAsync(user, TestStore.Json("""{ "b": [true], "a": 1 }"""), TestStore.Json("""{ "c" : 2 }"""), TestStore.Now);

        Assert.Equal(3, row.Version);
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_auditlog"));
        JsonAssert.Equal("""{"a":1,"b":[true]}""", row.Profile);
    }

    [Theory]
    [EveryStore]
    public async Task UpdateOwn_OfClientStateOnly_WritesNoAudit(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();

        var row = await store.Storage.Users.UpdateOwnAsync(user, null, TestStore.Json("[1]"), TestStore.Now);

        Assert.Equal("[1]", row.ClientState.ToString());
        Assert.Equal("{}", row.Profile.ToString());
        Assert.Equal(3, row.Version);
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_auditlog"));
    }

    [Theory]
    [EveryStore]
    public async Task UpdateOwn_OfAKnownRow_StoresItWithAudit(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var known = await store.Storage.Users.UpdateOwnAsync(user, TestStore.Json("""{"n":1}"""), TestStore.Json("[1]"), TestStore.Now);

        var row = await store.Storage.Users.UpdateOwnAsync(user, TestStore.Json("""{"n":2}"""), null, TestStore.Now, known);

        var stored = (await store.Storage.Users.FindAsync(TestStore.World, user))!;
        Assert.Equal(known.Version + 1, row.Version);
        Assert.Equal((row.Version, "[1]"), (stored.Version, stored.ClientState.ToString()));
        JsonAssert.Equal("""{"n":2}""", stored.Profile);
        JsonAssert.Equal("""{"n":2}""", row.Profile);
        JsonAssert.Equal(
            $$$"""{"object":"{{{user}}}","old":{"n":1},"new":{"n":2},"is_admin":false}""", store.Text("SELECT data FROM core_auditlog ORDER BY id DESC LIMIT 1"));
        Assert.Equal(2, store.Number("SELECT COUNT(*) FROM core_auditlog"));
    }

    [Theory]
    [EveryStore]
    public async Task UpdateOwn_OfAnOldCopyOfTheRow_KeepsWhatIsNewer(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var old = (await store.Storage.Users.FindAsync(TestStore.World, user))!;
        await store.Storage.Users.UpdateOwnAsync(user, TestStore.Json("""{"n":1}"""), TestStore.Json("[1]"), TestStore.Now);
        await store.Storage.Users.UpdateTraitsAsync(user, ["speaker"], TestStore.Now);

        var row = await store.Storage.Users.UpdateOwnAsync(user, TestStore.Json("""{"n":2}"""), null, TestStore.Now, old);

        Assert.Equal(old.Version + 3, row.Version);
        Assert.Equal(["speaker"], row.Traits);
        Assert.Equal("[1]", row.ClientState.ToString());
        JsonAssert.Equal(
            $$$"""{"object":"{{{user}}}","old":{"n":1},"new":{"n":2},"is_admin":false}""", store.Text("SELECT data FROM core_auditlog ORDER BY id DESC LIMIT 1"));
    }

    [Theory]
    [EveryStore]
    public async Task UpdateOwn_WhenOnlyAnOldCopyIsEqual_StoresIt(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var old = (await store.Storage.Users.FindAsync(TestStore.World, user))!;
        await store.Storage.Users.UpdateOwnAsync(user, TestStore.Json("""{"n":1}"""), null, TestStore.Now);

        var row = await store.Storage.Users.UpdateOwnAsync(user, TestStore.Json("{}"), null, TestStore.Now, old);

        Assert.Equal(old.Version + 2, row.Version);
        JsonAssert.Equal("{}", (await store.Storage.Users.FindAsync(TestStore.World, user))!.Profile);
    }

    [Theory]
    [EveryStore]
    public async Task UpdateOwn_OfADeeplyNestedValue_Works(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var deep = new string('[', 900) + new string(']', 900);

        await store.Storage.Users.UpdateOwnAsync(user, null, TestStore.Json(deep), TestStore.Now);
        var row = await store.Storage.Users.UpdateOwnAsync(user, null, TestStore.Json(" " + deep), TestStore.Now);

        Assert.Equal(3, row.Version);
    }
}
