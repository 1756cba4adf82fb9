using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests.Stores;

/// <summary>Soft deletion: auth-and-users.md section 8.</summary>
public sealed class UserDeletionTests
{
    [Theory]
    [EveryStore]
    public async Task Delete_EmptiesTheRowAndKeepsWhatStays(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = (await store.Storage.Users.CreateAsync(
            TestStore.NewUser(tokenId: "t") with { Profile = TestStore.Json("""{"display_name":"Ada"}"""), PretalxId = "P1" })).Id;
        await store.Storage.Users.UpdateOwnAsync(user, null, TestStore.Json("[1]"), TestStore.Now);
        var author = await AuthorAsync(store);

        var deleted = await store.Storage.Moderation.DeleteAsync(TestStore.World, user, author);
        await store.Storage.Moderation.DeleteAsync(TestStore.World, user, author);

        var row = await store.Storage.Users.FindAsync(TestStore.World, user);
        Assert.Equivalent(row! with { Version = 4 }, deleted!.Row);
        Assert.True(row!.Deleted);
        Assert.Null(row.TokenId);
        Assert.Null(row.ClientId);
        Assert.False(row.ShowPublicly);
        Assert.Equal("{}", row.Profile.ToString());
        Assert.Equal("[1]", row.ClientState.ToString());
        Assert.Equal(["a", "b"], row.Traits);
        Assert.Equal("P1", row.PretalxId);
        Assert.Null(await store.Storage.Users.FindByTokenIdAsync(TestStore.World, "t"));
        Assert.Equal(["auth.user.deleted", "auth.user.deleted"], store.Texts("SELECT type FROM core_auditlog"));
        Assert.Equal(author.User.ToString(), store.Text("SELECT user_id FROM core_auditlog"));
    }

    [Theory]
    [EveryStore]
    public async Task Delete_ByAnOperator_WritesNoAuditRow(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();

        Assert.NotNull(await store.Storage.Moderation.DeleteAsync(TestStore.World, user, author: null));

        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_auditlog"));
    }

    [Theory]
    [EveryStore]
    public async Task Delete_TakesBelongingsOfThisUserOnly(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (user, other) = (await store.AddUserAsync(), await store.AddUserAsync());
        foreach (var owner in new[] { user, other })
        {
            AddBelongings(store, owner);
        }

        await store.Storage.Chat.WriteAsync(store.Message(user));
        await store.Storage.Moderation.DeleteAsync(TestStore.World, user, null);

        foreach (var (table, column) in Belongings)
        {
            Assert.True(store.Text($"SELECT {column} FROM {table}") == other.ToString(), table);
            Assert.True(store.Number($"SELECT COUNT(*) FROM {table}") == 1, table);
        }

        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_roulettepairing"));
        Assert.Equal(user.ToString(), store.Text("SELECT sender_id FROM core_chatevent"));
    }

    [Theory]
    [EveryStore]
    public async Task Delete_RedactsTheUsersOwnProfileHistory(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (user, other) = (await store.AddUserAsync(), await store.AddUserAsync());
        var deep = $$"""{"display_name":"Ada","x":{{new string('[', 1000)}}{{new string(']', 1000)}}}""";
        await store.Storage.Users.UpdateOwnAsync(user, TestStore.Json(deep), null, TestStore.Now);
        await store.Storage.Users.UpdateTraitsAsync(user, ["c"], TestStore.Now);
        await store.Storage.Users.UpdateOwnAsync(other, TestStore.Json("""{"display_name":"Ben"}"""), null, TestStore.Now);

        await store.Storage.Moderation.DeleteAsync(TestStore.World, user, null);

        JsonAssert.Equal(
            $$$"""{"object":"{{{user}}}","old":{"__redacted":true},"new":{"__redacted":true}}""",
            store.Text($"SELECT data FROM core_auditlog WHERE user_id = '{user}' AND type = 'auth.user.profile.changed'"));
        JsonAssert.Equal(
            $$"""{"object":"{{user}}","old":["a","b"],"new":["c"]}""",
            store.Text($"SELECT data FROM core_auditlog WHERE user_id = '{user}' AND type = 'auth.user.traits.changed'"));
        Assert.Contains("Ben", store.Text($"SELECT data FROM core_auditlog WHERE user_id = '{other}'"), StringComparison.Ordinal);
    }

    [Theory]
    [EveryStore]
    public async Task Delete_OfTheLastMember_TakesTheDirectChannelAndItsFiles(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (ada, ben) = (await store.AddUserAsync(), await store.AddUserAsync());
        var channel = AddDirect(store, ada, ben);
        var (adas, bens, foreign) = (AddFile(store, ada, "a"), AddFile(store, ben, "b"), AddFile(store, ben, "c"));
        await SendAsync(store, channel, ada, adas, foreign);
        await SendAsync(store, channel, ben, bens);
        store.Execute("INSERT INTO core_chateventreaction (reaction, chat_event_id, sender_id) SELECT 'x', id, sender_id FROM core_chatevent");
        store.Execute("INSERT INTO core_chateventnotification (chat_event_id, recipient_id) SELECT id, sender_id FROM core_chatevent");

        var first = await store.Storage.Moderation.DeleteAsync(TestStore.World, ben, null);
        Assert.Empty(first!.Files);
        Assert.Equal(2, store.Number($"SELECT COUNT(*) FROM core_chatevent WHERE channel_id = '{channel}'"));

        var second = await store.Storage.Moderation.DeleteAsync(TestStore.World, ada, null);
        Assert.Equal(["pub/sample/a"], second!.Files.Select(static file => file.Path));
        Assert.Equal(0, store.Number($"SELECT COUNT(*) FROM core_channel WHERE id = '{channel}'"));
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_membership"));
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_chatevent"));
        Assert.Equal(["pub/sample/b", "pub/sample/c"], store.Texts("SELECT file FROM storage_storedfile WHERE expires IS NULL ORDER BY file"));
        Assert.Equal(second.Files, await store.Storage.StoredFiles.ListExpiredAsync(TestStore.Now, Guid.Empty));
    }

    [Theory]
    [EveryStore]
    public async Task Delete_OfBothMembersAtOnce_TakesTheChannel(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (ada, ben) = (await store.AddUserAsync(), await store.AddUserAsync());
        AddDirect(store, ada, ben);

        await Task.WhenAll(
            Task.Run(() => store.Storage.Moderation.DeleteAsync(TestStore.World, ada, null)),
            Task.Run(() => store.Storage.Moderation.DeleteAsync(TestStore.World, ben, null)));

        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_channel"));
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_membership"));
    }

    [Theory]
    [EveryStore]
    public async Task Delete_ChannelOfAPoster_Stays(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var channel = AddDirect(store, user);
        store.Execute(
            $"""
            INSERT INTO core_poster (id, abstract, authors, tags, parent_room_id, world_id, channel_id)
            VALUES ('{Guid.NewGuid()}', '[]', '[]', '[]', '{store.Room}', '{TestStore.World}', '{channel}')
            """);

        await store.Storage.Moderation.DeleteAsync(TestStore.World, user, null);

        Assert.Equal(1, store.Number($"SELECT COUNT(*) FROM core_channel WHERE id = '{channel}'"));
    }

    [Theory]
    [EveryStore("https://example.org/media/pub/sample/ID.aB3dE5fG7hJ9.png", true)]
    [EveryStore("/media/ID.png?size=1#x", true)]
    [EveryStore("ID", true)]
    [EveryStore("https://example.org/ID/x.png", false)]
    [EveryStore("https://example.org/", false)]
    [EveryStore("", false)]
    public async Task Delete_TakesTheAvatar(StoreKind kind, string url, bool isTaken)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var file = AddFile(store, user, "avatar.png");
        var profile = TestStore.Json($$$"""{"avatar":{"url":"{{{url.Replace("ID", file.ToString(), StringComparison.Ordinal)}}}"}}""");
        await store.Storage.Users.UpdateOwnAsync(user, profile, null, TestStore.Now);

        var deleted = await store.Storage.Moderation.DeleteAsync(TestStore.World, user, null);

        Assert.Equal(isTaken ? ["pub/sample/avatar.png"] : [], deleted!.Files.Select(static file => file.Path));
        Assert.Equal(isTaken ? 0 : 1, store.Number("SELECT COUNT(*) FROM storage_storedfile WHERE expires IS NULL"));
    }

    private static readonly (string Table, string Column)[] Belongings =
    [
        ("core_bbbcall_invited_members", "user_id"), ("core_roomgrant", "user_id"), ("core_worldgrant", "user_id"), ("core_rouletterequest", "user_id"),
        ("core_exhibitorstaff", "user_id"), ("core_posterpresenter", "user_id"), ("core_webpushclient", "user_id"), ("core_membership", "user_id"),
    ];

    private static void AddBelongings(TestStore store, UserId user)
    {
        var (server, call, exhibitor, poster) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var (room, world) = (store.Room, TestStore.World);
        store.Execute($"INSERT INTO core_bbbserver (id, active, url, secret, rooms_only, cost) VALUES ('{server}', TRUE, 'u', 's', FALSE, 0)");
        store.Execute(
            $"""
            INSERT INTO core_bbbcall (id, created, meeting_id, attendee_pw, moderator_pw, server_id, world_id, guest_policy)
            VALUES ('{call}', '2031-02-03 09:15:22.104000+00:00', 'm', 'a', 'm', '{server}', '{world}', 'ALWAYS_ACCEPT')
            """);
        store.Execute($"INSERT INTO core_bbbcall_invited_members (bbbcall_id, user_id) VALUES ('{call}', '{user}')");
        store.Execute($"INSERT INTO core_roomgrant (role, room_id, user_id, world_id) VALUES ('speaker', '{room}', '{user}', '{world}')");
        store.Execute($"INSERT INTO core_worldgrant (role, user_id, world_id) VALUES ('crew', '{user}', '{world}')");
        store.Execute(
            $"""
            INSERT INTO core_rouletterequest (id, socket_id, expiry, room_id, user_id)
            VALUES ('{Guid.NewGuid()}', '{Guid.NewGuid()}', '2031-02-03 09:15:22.104000+00:00', '{room}', '{user}')
            """);
        store.Execute(
            $"""
            INSERT INTO core_roulettepairing (id, timestamp, room_id, user1_id, user2_id)
            SELECT '{Guid.NewGuid()}', '2031-02-03 09:15:22.104000+00:00', '{room}', '{user}', id FROM core_user WHERE id <> '{user}' LIMIT 1
            """);
        store.Execute(
            $"""
            INSERT INTO core_exhibitor (id, name, size, sorting_priority, room_id, world_id, contact_enabled, text_content)
            VALUES ('{exhibitor}', 'E', '1x1', 0, '{room}', '{world}', TRUE, '[]')
            """);
        store.Execute($"INSERT INTO core_exhibitorstaff (exhibitor_id, user_id) VALUES ('{exhibitor}', '{user}')");
        store.Execute(
            $"""
            INSERT INTO core_poster (id, abstract, authors, tags, parent_room_id, world_id)
            VALUES ('{poster}', '[]', '[]', '[]', '{room}', '{world}')
            """);
        store.Execute($"INSERT INTO core_posterpresenter (poster_id, user_id) VALUES ('{poster}', '{user}')");
        store.Execute($$"""INSERT INTO core_webpushclient (endpoint, subscription, user_id) VALUES ('https://p/{{user}}', '{}', '{{user}}')""");
        store.Execute($"INSERT INTO core_membership (channel_id, user_id, volatile, hidden) VALUES ('{store.Channel}', '{user}', FALSE, FALSE)");
    }

    private static ChannelId AddDirect(TestStore store, params UserId[] members)
    {
        var channel = new ChannelId(Guid.NewGuid());
        store.AddChannel(channel, null);
        foreach (var member in members)
        {
            store.Execute($"INSERT INTO core_membership (channel_id, user_id, volatile, hidden) VALUES ('{channel}', '{member}', FALSE, FALSE)");
        }

        return channel;
    }

    private static Guid AddFile(TestStore store, UserId user, string name)
    {
        var id = Guid.NewGuid();
        store.Execute(
            $"""
            INSERT INTO storage_storedfile (id, filename, type, file, public, user_id, world_id)
            VALUES ('{id}', '{name}', 'image/png', 'pub/sample/{name}', TRUE, '{user}', '{TestStore.World}')
            """);
        return id;
    }

    private static Task SendAsync(TestStore store, ChannelId channel, UserId user, params Guid[] files)
    {
        var urls = string.Join(",", files.Select(static file => $$"""{"url":"https://example.org/media/pub/sample/{{file}}.x1.png","name":"n"}"""));
        return store.Storage.Chat.WriteAsync(new TestChatWrite(null)
        {
            World = TestStore.World,
            Channel = channel,
            User = user,
            Now = TestStore.Now,
            EventType = ChatEventTypes.Message,
            Content = TestStore.Json($$"""{"type":"files","files":[{{urls}},{"url":5},7]}"""),
        });
    }

    private static async Task<UserAuthor> AuthorAsync(TestStore store) => new(TestStore.World, await store.AddUserAsync(), TestStore.Now);
}
