using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class ModerationStoreTests
{
    [Theory]
    [EveryStore(ModerationAction.Ban, "banned", "auth.user.banned")]
    [EveryStore(ModerationAction.Silence, "silenced", "auth.user.silenced")]
    [EveryStore(ModerationAction.Reactivate, "", "auth.user.reactivated")]
    public async Task Moderate_StoresTheStateWithAnAuditRowOfTheAuthor(StoreKind kind, ModerationAction action, string state, string audit)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var author = await AuthorAsync(store);

        var row = await store.Storage.Moderation.ModerateAsync(user, action, author);
        await store.Storage.Moderation.ModerateAsync(user, action, author);

        Assert.Equal(state, row!.ModerationState);
        Assert.Equal(3, row.Version);
        Assert.Equal(state, (await store.Storage.Users.FindAsync(TestStore.World, user))!.ModerationState);
        Assert.Equal([audit, audit], store.Texts("SELECT type FROM core_auditlog"));
        Assert.Equal(author.User.ToString(), store.Text("SELECT user_id FROM core_auditlog"));
        JsonAssert.Equal($$"""{"object":"{{user}}"}""", store.Text("SELECT data FROM core_auditlog"));
    }

    [Theory]
    [EveryStore]
    public async Task Silence_OfABannedUser_ChangesNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var author = await AuthorAsync(store);
        await store.Storage.Moderation.ModerateAsync(user, ModerationAction.Ban, author);

        var row = await store.Storage.Moderation.ModerateAsync(user, ModerationAction.Silence, author);

        Assert.Equal("banned", row!.ModerationState);
        Assert.Equal(3, row.Version);
        Assert.Equal(["auth.user.banned"], store.Texts("SELECT type FROM core_auditlog"));
    }

    [Theory]
    [EveryStore]
    public async Task NobodyOfTheWorld_IsChanged(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var author = await AuthorAsync(store);
        var foreigner = author with { World = new WorldId("other") };
        var nobody = new UserId(Guid.NewGuid());

        Assert.Null(await store.Storage.Moderation.ModerateAsync(nobody, ModerationAction.Ban, author));
        Assert.Null(await store.Storage.Moderation.ModerateAsync(user, ModerationAction.Ban, foreigner));
        Assert.Null(await store.Storage.Moderation.DeleteAsync(foreigner.World, user, foreigner));
        Assert.Null(await store.Storage.Moderation.UpdateAsync(foreigner.World, user, new ManagedUserUpdate(TestStore.Json("""{"a":1}"""), false, null, null), TestStore.Now));
        Assert.False(await store.Storage.Blocks.SetAsync(user, true, foreigner));
        Assert.False(await store.Storage.Blocks.SetAsync(nobody, true, author));
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_auditlog"));
        Assert.Equal(2, store.Number($"SELECT version FROM core_user WHERE id = '{user}'"));
    }

    [Theory]
    [EveryStore]
    public async Task Update_StoresWhatDiffersWithAuditRowsOfTheUser(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var update = new ManagedUserUpdate(TestStore.Json("""{"display_name":"Ada"}"""), SetsPretalxId: true, "P1", TestStore.Json("[1]"));

        var row = await store.Storage.Moderation.UpdateAsync(TestStore.World, user, update, TestStore.Now);
        var again = await store.Storage.Moderation.UpdateAsync(TestStore.World, user, update, TestStore.Now);

        Assert.Equal("P1", row!.PretalxId);
        Assert.Equal("{}", row.ClientState.ToString());
        Assert.Equal(3, again!.Version);
        Assert.Equal(["auth.user.profile.changed", "auth.user.pretalx_id.changed"], store.Texts("SELECT type FROM core_auditlog ORDER BY id"));
        Assert.Equal([user.ToString(), user.ToString()], store.Texts("SELECT user_id FROM core_auditlog"));
        JsonAssert.Equal(
            $$"""{"object":"{{user}}","old":{},"new":{"display_name":"Ada"},"is_admin":true}""", store.Text("SELECT data FROM core_auditlog ORDER BY id LIMIT 1"));
        JsonAssert.Equal($$"""{"object":"{{user}}","old":null,"new":"P1"}""", store.Text("SELECT data FROM core_auditlog ORDER BY id DESC LIMIT 1"));

        var cleared = await store.Storage.Moderation.UpdateAsync(TestStore.World, user, new ManagedUserUpdate(null, true, null, null), TestStore.Now);
        Assert.Null(cleared!.PretalxId);
        Assert.Equivalent(cleared, await store.Storage.Users.FindAsync(TestStore.World, user));
    }

    [Theory]
    [EveryStore]
    public async Task Update_OfAKiosk_StoresItsClientStateWithoutAudit(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var kiosk = (await store.Storage.Users.CreateAsync(TestStore.NewUser(tokenId: "k") with { Type = UserTypes.Kiosk })).Id;

        var row = await store.Storage.Moderation.UpdateAsync(
            TestStore.World, kiosk, new ManagedUserUpdate(null, false, null, TestStore.Json("[1]")), TestStore.Now);

        Assert.Equal("[1]", row!.ClientState.ToString());
        Assert.Equal(3, row.Version);
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_auditlog"));
    }

    [Theory]
    [EveryStore]
    public async Task Block_AndUnblock_KeepOneRowBumpTheBlockedAndAuditEveryCall(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (first, second) = (await store.AddUserAsync(), await store.AddUserAsync());
        var author = await AuthorAsync(store);
        store.Execute($"UPDATE core_user SET deleted = TRUE WHERE id = '{second}'");

        Assert.True(await store.Storage.Blocks.SetAsync(second, true, author));
        Assert.True(await store.Storage.Blocks.SetAsync(first, true, author));
        Assert.True(await store.Storage.Blocks.SetAsync(first, true, author));

        Assert.Equal([second, first], (await store.Storage.Blocks.ReadBlockedAsync(TestStore.World, author.User)).Select(static row => row.Id));
        Assert.Equal(4, store.Number($"SELECT version FROM core_user WHERE id = '{first}'"));
        Assert.Equal(2, store.Number($"SELECT version FROM core_user WHERE id = '{author.User}'"));

        Assert.True(await store.Storage.Blocks.SetAsync(first, false, author));
        Assert.True(await store.Storage.Blocks.SetAsync(first, false, author));
        Assert.Equal([second], (await store.Storage.Blocks.ReadBlockedAsync(TestStore.World, author.User)).Select(static row => row.Id));
        Assert.Equal(
            ["auth.user.blocked", "auth.user.blocked", "auth.user.blocked", "auth.user.unblocked", "auth.user.unblocked"],
            store.Texts("SELECT type FROM core_auditlog ORDER BY id"));
        Assert.Equal([author.User.ToString()], store.Texts("SELECT DISTINCT user_id FROM core_auditlog"));
    }

    [Theory]
    [EveryStore]
    public async Task Subscribe_KeepsOneRowPerEndpoint(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (first, second) = (await store.AddUserAsync(), await store.AddUserAsync());

        await store.Storage.WebPush.SubscribeAsync(first, "https://push.example.org/1", TestStore.Json("""{"a":1}"""));
        await store.Storage.WebPush.SubscribeAsync(first, "https://push.example.org/2", TestStore.Json("{}"));
        await store.Storage.WebPush.SubscribeAsync(second, "https://push.example.org/1", TestStore.Json("""{"a":2}"""));

        Assert.Equal([second.ToString(), first.ToString()], store.Texts("SELECT user_id FROM core_webpushclient ORDER BY endpoint"));
        JsonAssert.Equal("""{"a":2}""", store.Text("SELECT subscription FROM core_webpushclient ORDER BY endpoint"));
    }

    private static async Task<UserAuthor> AuthorAsync(TestStore store) => new(TestStore.World, await store.AddUserAsync(), TestStore.Now);
}
