using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class SmallStoresTests
{
    [Theory]
    [EveryStore]
    public async Task RoomViews_OpenAgain_EndsTheOpenOne(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var other = await store.AddUserAsync();

        var first = await store.Storage.RoomViews.OpenAsync(store.Room, user, TestStore.Now, deleteOpen: false);
        var second = await store.Storage.RoomViews.OpenAsync(store.Room, user, TestStore.Now.AddMinutes(1), deleteOpen: false);
        await store.Storage.RoomViews.OpenAsync(store.Room, other, TestStore.Now, deleteOpen: false);

        Assert.Equal("2031-02-03 09:16:22.104000+00:00", store.Text($"SELECT \"end\" FROM core_roomview WHERE id = {first}"));
        Assert.Null(store.Text($"SELECT \"end\" FROM core_roomview WHERE id = {second}"));
        Assert.Equal(new Dictionary<RoomId, int> { [store.Room] = 2 }, await store.Storage.RoomViews.CountOpenAsync(TestStore.World));
        Assert.Empty(await store.Storage.RoomViews.CountOpenAsync(new WorldId("other")));
    }

    [Theory]
    [EveryStore]
    public async Task RoomViews_OpenWithoutTracking_DeletesTheOpenOne(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();

        var first = await store.Storage.RoomViews.OpenAsync(store.Room, user, TestStore.Now, deleteOpen: true);
        var second = await store.Storage.RoomViews.OpenAsync(store.Room, user, TestStore.Now, deleteOpen: true);

        Assert.NotEqual(first, second);
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_roomview"));
    }

    [Theory]
    [EveryStore]
    public async Task RoomViews_End_SetsTheEndAgainOrDeletes(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var view = await store.Storage.RoomViews.OpenAsync(store.Room, user, TestStore.Now, deleteOpen: false);

        await store.Storage.RoomViews.EndAsync(view, TestStore.Now, delete: false);
        await store.Storage.RoomViews.EndAsync(view, TestStore.Now.AddMinutes(2), delete: false);
        Assert.Equal("2031-02-03 09:17:22.104000+00:00", store.Text("SELECT \"end\" FROM core_roomview"));
        Assert.Empty(await store.Storage.RoomViews.CountOpenAsync(TestStore.World));

        await store.Storage.RoomViews.EndAsync(view, TestStore.Now, delete: true);
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_roomview"));
    }

    [Theory]
    [EveryStore]
    public async Task ShortTokens_AreFoundInTheirWorldAndNeverTwice(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);

        Assert.True(await store.Storage.ShortTokens.AddAsync(TestStore.World, "q7Zr0Xw3", "a.b.c", TestStore.Now));
        Assert.False(await store.Storage.ShortTokens.AddAsync(TestStore.World, "q7Zr0Xw3", "d.e.f", TestStore.Now));

        Assert.Equal(new ShortToken(TestStore.World, "q7Zr0Xw3", "a.b.c", TestStore.Now), await store.Storage.ShortTokens.FindAsync(TestStore.World, "q7Zr0Xw3"));
        Assert.Null(await store.Storage.ShortTokens.FindAsync(new WorldId("other"), "q7Zr0Xw3"));
        Assert.Null(await store.Storage.ShortTokens.FindAsync(TestStore.World, "Q7Zr0Xw3"));
    }

    [Theory]
    [EveryStore]
    public async Task ShortTokens_AddMany_StoresEveryCodeAndOneAuditRow(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var expires = TestStore.Now.AddDays(3);
        List<(string Code, string Token)> codes = [.. Enumerable.Range(0, 2000).Select(number => ($"{number:D24}", $"token-{number}-é"))];

        await store.Storage.ShortTokens.AddManyAsync(new TokenBatch(TestStore.World, user, TestStore.Now, 2000, 3, ["a", "é"], IsLong: false, codes, expires));

        Assert.Equal(2000, store.Number("SELECT count(*) FROM core_shorttoken"));
        Assert.Equal(
            new ShortToken(TestStore.World, codes[1999].Code, "token-1999-é", expires), await store.Storage.ShortTokens.FindAsync(TestStore.World, codes[1999].Code));
        var audit = Assert.Single(await store.Storage.AuditLog.ReadAsync(TestStore.World, 0, 10));
        Assert.Equal(("world.tokens.generate", user, TestStore.Now), (audit.Type, audit.User, audit.Timestamp));
        JsonAssert.Equal("""{"number":2000,"days":3,"traits":["a","é"],"long":false}""", audit.Data);
    }

    [Theory]
    [EveryStore]
    public async Task ShortTokens_AddManyWithATakenCode_StoresNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var taken = new string('x', TokenBatch.CodeLength);
        await store.Storage.ShortTokens.AddAsync(TestStore.World, taken, "a", TestStore.Now);

        await Assert.ThrowsAnyAsync<Exception>(() => store.Storage.ShortTokens.AddManyAsync(new TokenBatch(
            TestStore.World, user, TestStore.Now, 2, 1, [], IsLong: false, [(new string('y', TokenBatch.CodeLength), "b"), (taken, "c")], TestStore.Now)));

        Assert.Equal(1, store.Number("SELECT count(*) FROM core_shorttoken"));
        Assert.Empty(await store.Storage.AuditLog.ReadAsync(TestStore.World, 0, 10));
    }

    [Theory]
    [EveryStore]
    public async Task AuditLog_IsReadPageByPageInTheOrderOfItsIds(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        for (var number = 0; number < 5; number++)
        {
            store.Execute(
                $"""
                INSERT INTO core_auditlog (timestamp, type, data, user_id, world_id)
                VALUES ('2031-02-03 09:15:2{9 - number}.104000+00:00', 't{number}', '[{number}]', {(number == 2 ? "NULL" : $"'{user}'")}, '{TestStore.World}')
                """);
        }

        var first = await store.Storage.AuditLog.ReadAsync(TestStore.World, 0, 3);
        var rest = await store.Storage.AuditLog.ReadAsync(TestStore.World, first[^1].Id, 3);

        Assert.Equal(["t0", "t1", "t2"], first.Select(row => row.Type));
        Assert.Equal(["t3", "t4"], rest.Select(row => row.Type));
        Assert.Equal([user, null], [first[0].User, first[2].User]);
        Assert.Equal(TestStore.Now.AddSeconds(7), first[0].Timestamp);
        JsonAssert.Equal("[4]", rest[1].Data);
        Assert.Empty(await store.Storage.AuditLog.ReadAsync(new WorldId("other"), 0, 3));
    }

    [Theory]
    [EveryStore]
    public async Task Health_OfAnOpenStore_IsGood(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);

        await store.Storage.Health.CheckAsync();
    }

    [Theory]
    [EveryStore]
    public async Task Announcements_OnlyActiveOnesThatHaveNotExpired(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        Add("11111111-1111-4111-8111-111111111111", "late", "active", "2031-02-03 09:15:22.104001+00:00", "2031-02-02 00:00:00.000000+00:00");
        Add("22222222-2222-4222-8222-222222222222", "early", "active", null, "2031-02-01 00:00:00.000000+00:00");
        Add("33333333-3333-4333-8333-333333333333", "over", "active", "2031-02-03 09:15:22.104000+00:00", "2031-02-01 00:00:00.000000+00:00");
        Add("44444444-4444-4444-8444-444444444444", "draft", "draft", null, "2031-02-01 00:00:00.000000+00:00");

        var active = await store.Storage.Announcements.ReadActiveAsync(TestStore.World, TestStore.Now);

        Assert.Equal(["early", "late"], active.Select(announcement => announcement.Text));
        Assert.Equal(TestStore.Now.AddMicroseconds(1), active[1].ShowUntil);
        Assert.Empty(await store.Storage.Announcements.ReadActiveAsync(new WorldId("other"), TestStore.Now));

        void Add(string id, string text, string state, string? until, string timestamp) => store.Execute(
            $"""
            INSERT INTO core_announcement (id, text, state, show_until, timestamp, world_id)
            VALUES ('{id}', '{text}', '{state}', {(until is null ? "NULL" : $"'{until}'")}, '{timestamp}', '{TestStore.World}')
            """);
    }

    [Theory]
    [EveryStore]
    public async Task Invites_AreFoundInTheirWorldUntilTheyExpire(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        store.Execute(
            $"""
            INSERT INTO core_anonymousinvite (short_token, expires, room_id, world_id)
            VALUES ('k3XvB9', '2031-02-03 09:15:22.104000+00:00', '{store.Room}', '{TestStore.World}')
            """);

        Assert.Equal(store.Room, await store.Storage.Invites.FindRoomAsync(TestStore.World, "k3XvB9", TestStore.Now));
        Assert.Null(await store.Storage.Invites.FindRoomAsync(TestStore.World, "k3XvB9", TestStore.Now.AddMicroseconds(1)));
        Assert.Null(await store.Storage.Invites.FindRoomAsync(new WorldId("other"), "k3XvB9", TestStore.Now));
        Assert.Null(await store.Storage.Invites.FindRoomAsync(TestStore.World, "K3XVB9", TestStore.Now));
    }

    [Theory]
    [EveryStore]
    public async Task Users_CreatedWithGrants_HaveThem(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var guest = new NewUser(
            new UserId(Guid.NewGuid()), TestStore.World, "guest", null, [], TestStore.Json("{}"), null, UserTypes.Anonymous, false,
            ["__anonymous_world"], [new RoomGrant(store.Room, "__anonymous_room")]);

        var created = await store.Storage.Users.CreateAsync(guest);
        var again = await store.Storage.Users.CreateAsync(guest with { Id = new UserId(Guid.NewGuid()) });

        Assert.Equal(["__anonymous_world"], created.WorldGrants);
        Assert.Equal([new RoomGrant(store.Room, "__anonymous_room")], created.RoomGrants);
        Assert.Equal(created.Id, again.Id);
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_worldgrant"));
    }

    [Theory]
    [EveryStore]
    public async Task Reactions_Add_InsertsOneRowPerReactionThatWasGiven(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var counts = default(ReactionCounts);
        counts.Add(RoomReaction.Surprise);
        counts.Add(RoomReaction.Clap);
        counts.Add(RoomReaction.Clap);

        await store.Storage.Reactions.AddAsync(store.Room, counts, TestStore.Now);

        Assert.Equal(2, store.Number("SELECT count(*) FROM core_reaction"));
        Assert.Equal($"{store.Room} 2", store.Text("SELECT room_id || ' ' || amount FROM core_reaction WHERE reaction = '👏'"));
        Assert.Equal($"{store.Room} 1", store.Text("SELECT room_id || ' ' || amount FROM core_reaction WHERE reaction = '😮'"));
    }
}
