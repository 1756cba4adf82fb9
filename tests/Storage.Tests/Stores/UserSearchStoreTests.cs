using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class UserSearchStoreTests
{
    private static readonly UserSearch Everybody = new("", [], null, IncludeBanned: false, Offset: 0, Limit: 100);

    [Theory]
    [EveryStore]
    public async Task Search_FindsPeopleWithANameOnly(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await AddAsync(store, """{"display_name":"Ada"}""");
        await AddAsync(store, """{"display_name":7}""");
        foreach (var nameless in new[] { "{}", """{"display_name":""}""", """{"display_name":null}""", "[]", "5", "\"x\"" })
        {
            await AddAsync(store, nameless);
        }

        await AddAsync(store, """{"display_name":"Kiosk"}""", type: UserTypes.Kiosk);
        await AddAsync(store, """{"display_name":"Anon"}""", type: UserTypes.Anonymous);
        await AddAsync(store, """{"display_name":"Hidden"}""", isPublic: false);
        var deleted = await AddAsync(store, """{"display_name":"Deleted"}""");
        var banned = await AddAsync(store, """{"display_name":"Banned"}""");
        store.Execute($"UPDATE core_user SET deleted = TRUE WHERE id = '{deleted}'");
        store.Execute($"UPDATE core_user SET moderation_state = 'banned' WHERE id = '{banned}'");

        Assert.Equal(["7", "Ada"], await SearchAsync(store, Everybody));
        Assert.Equal(["7", "Ada", "Banned"], await SearchAsync(store, Everybody with { IncludeBanned = true }));
        Assert.Empty(await store.Storage.UserSearch.SearchAsync(new WorldId("other"), Everybody));
    }

    [Theory]
    [EveryStore("ada", "Ada")]
    [EveryStore("DA L", "Ada")]
    [EveryStore("köl", "Ada")]
    [EveryStore("KÖL", "Ada")]
    [EveryStore("%", "100%")]
    [EveryStore("_", "a_b")]
    [EveryStore("\\", "back\\slash")]
    [EveryStore("'", "O'Hara")]
    [EveryStore("secret", null)]
    [EveryStore("42", "Number")]
    [EveryStore("nobody", null)]
    public async Task Search_MatchesNameAndSearchableFieldsLiterally(StoreKind kind, string term, string? found)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await AddAsync(store, """{"display_name":"Ada Lovelace","fields":{"city":"Köln","other":"secret"}}""");
        await AddAsync(store, """{"display_name":"100%"}""");
        await AddAsync(store, """{"display_name":"a_b","fields":[]}""");
        await AddAsync(store, """{"display_name":"back\\slash","fields":null}""");
        await AddAsync(store, """{"display_name":"O'Hara","fields":"text"}""");
        await AddAsync(store, """{"display_name":"Number","fields":{"city":[42]}}""");

        var names = await SearchAsync(store, Everybody with { Term = term, Fields = ["city", "none"] });

        Assert.Equal(found is null ? [] : [found], names.Select(static name => name == "Ada Lovelace" ? "Ada" : name));
    }

    [Theory]
    [EveryStore]
    public async Task Search_Pages_OrderByNameThenIdWithoutOverlap(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        for (var number = 0; number < 5; number++)
        {
            await AddAsync(store, """{"display_name":"Same"}""");
        }

        await AddAsync(store, """{"display_name":"Aaron"}""");
        var ids = new List<UserId>();
        for (var offset = 0; offset < 8; offset += 2)
        {
            ids.AddRange((await store.Storage.UserSearch.SearchAsync(TestStore.World, Everybody with { Offset = offset, Limit = 2 })).Select(static row => row.Id));
        }

        Assert.Equal(6, ids.Distinct().Count());
        Assert.Equal(6, ids.Count);
        Assert.Equal(ids.Skip(1).OrderBy(static id => id.ToString(), StringComparer.Ordinal), ids.Skip(1));
        Assert.Empty(await store.Storage.UserSearch.SearchAsync(TestStore.World, Everybody with { Offset = 4_000_000_000, Limit = 2 }));
    }

    [Theory]
    [EveryStore]
    public async Task Search_ByTraits_FindsWhoHasOneOfThem(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await AddAsync(store, """{"display_name":"Both"}""", traits: ["crew", "speaker"]);
        await AddAsync(store, """{"display_name":"None"}""", traits: []);
        await AddAsync(store, """{"display_name":"One"}""", traits: ["speaker"]);

        Assert.Equal(["Both", "One"], await SearchAsync(store, Everybody with { Traits = ["speaker", "other"] }));
        Assert.Equal(["Both"], await SearchAsync(store, Everybody with { Traits = ["crew"] }));
        Assert.Empty(await SearchAsync(store, Everybody with { Traits = [] }));
    }

    [Theory]
    [EveryStore]
    public async Task DeeplyNestedProfile_KeepsNobodyFromBeingFound(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var deep = $$"""{"display_name":"Deep","x":{{new string('[', 1020)}}{{new string(']', 1020)}}}""";
        await AddAsync(store, deep);
        await AddAsync(store, """{"display_name":"Ada"}""");

        Assert.Equal(["Ada", "Deep"], await SearchAsync(store, Everybody));
        Assert.Equal(2, (await store.Storage.UserSearch.ListAsync(TestStore.World, new UserListFilter("person", true))).Count);
    }

    [Theory]
    [EveryStore]
    public async Task List_OrdersByNameWithMissingOnesLastAndFilters(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var nameless = await AddAsync(store, "{}", isPublic: false);
        var ben = await AddAsync(store, """{"display_name":"Ben"}""");
        var ada = await AddAsync(store, """{"display_name":"Ada"}""");
        var kiosk = await AddAsync(store, """{"display_name":"Screen"}""", type: UserTypes.Kiosk);
        var deleted = await AddAsync(store, """{"display_name":"Deleted"}""");
        store.Execute($"UPDATE core_user SET deleted = TRUE WHERE id = '{deleted}'");
        store.Execute($"UPDATE core_user SET moderation_state = 'banned' WHERE id = '{ben}'");

        Assert.Equal([ada, ben, nameless], await store.Storage.UserSearch.ListAsync(TestStore.World, new UserListFilter("person", true)));
        Assert.Equal([ada, nameless], await store.Storage.UserSearch.ListAsync(TestStore.World, new UserListFilter("person", false)));
        Assert.Equal([kiosk], await store.Storage.UserSearch.ListAsync(TestStore.World, new UserListFilter("kiosk", true)));
        Assert.Equal([ada, ben, kiosk, nameless], await store.Storage.UserSearch.ListAsync(TestStore.World, new UserListFilter(null, true)));
        Assert.Empty(await store.Storage.UserSearch.ListAsync(TestStore.World, new UserListFilter("robot", true)));
        Assert.Empty(await store.Storage.UserSearch.ListAsync(new WorldId("other"), new UserListFilter(null, true)));
    }

    private static async Task<UserId> AddAsync(
        TestStore store, string profile, string type = UserTypes.Person, bool isPublic = true, IReadOnlyList<string>? traits = null)
    {
        var user = TestStore.NewUser() with { Profile = TestStore.Json(profile), Type = type, ShowPublicly = isPublic, Traits = traits ?? [] };
        return (await store.Storage.Users.CreateAsync(user)).Id;
    }

    private static async Task<IEnumerable<string>> SearchAsync(TestStore store, UserSearch search) =>
        (await store.Storage.UserSearch.SearchAsync(TestStore.World, search))
            .Select(static row => new User(row).DisplayName ?? System.Text.Json.Nodes.JsonNode.Parse(row.Profile.Utf8)!["display_name"]!.ToJsonString());
}
