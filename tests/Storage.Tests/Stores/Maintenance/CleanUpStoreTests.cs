using System.Globalization;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests.Stores.Maintenance;

/// <summary>operations.md section 3.11 and scenarios 28 to 30: exactly the rows beyond each age change, and a second run changes nothing.</summary>
public sealed class CleanUpStoreTests
{
    [Theory]
    [EveryStore(CleanUpRule.ForgottenRoomViews, "core_roomview", 6, 1)]
    [EveryStore(CleanUpRule.ForgottenWorldViews, "core_worldview", 24, 4)]
    public async Task Run_ForgottenViews_EndsTheOldOnes(StoreKind kind, CleanUpRule rule, string table, int age, int hours)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var limit = TestStore.Now.AddHours(-age);
        AddView(store, table, user, limit.AddMilliseconds(-1), null);
        AddView(store, table, user, limit, null);
        AddView(store, table, user, limit.AddMilliseconds(1), null);
        AddView(store, table, user, limit.AddHours(-1), limit.AddMinutes(-59));

        Assert.Equal(1, await store.Storage.CleanUps.RunAsync(rule, TestStore.Now));
        Assert.Equal(0, await store.Storage.CleanUps.RunAsync(rule, TestStore.Now));

        Assert.Equal(
            [Time(limit.AddMinutes(-59)), Time(limit.AddMilliseconds(-1).AddHours(hours)), null, null],
            store.Texts($"SELECT \"end\" FROM {table} ORDER BY start"));
    }

    [Theory]
    [EveryStore]
    public async Task Run_ForgottenRoomView_StillGetsItsRealEnd(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var view = await store.Storage.RoomViews.OpenAsync(store.Room, user, TestStore.Now.AddHours(-7), deleteOpen: false);

        await store.Storage.CleanUps.RunAsync(CleanUpRule.ForgottenRoomViews, TestStore.Now);
        await store.Storage.RoomViews.EndAsync(view, TestStore.Now, delete: false);

        Assert.Equal(Time(TestStore.Now), store.Text("SELECT \"end\" FROM core_roomview"));
    }

    [Theory]
    [EveryStore(null, 2)]
    [EveryStore("true", 2)]
    [EveryStore("\"false\"", 2)]
    [EveryStore("null", 2)]
    [EveryStore("0", 2)]
    [EveryStore("false", 1)]
    public async Task Run_UntrackedViews_DeletesEndedOnesOnlyWhereSwitchedOff(StoreKind kind, string? value, int left)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var config = value is null ? "{}" : $$"""{"track_room_views":{{value}},"track_world_views":{{value}}}""";
        store.Execute($"UPDATE core_world SET config = '{config}'");
        foreach (var table in new[] { "core_roomview", "core_worldview" })
        {
            AddView(store, table, user, TestStore.Now, TestStore.Now.AddMinutes(1));
            AddView(store, table, user, TestStore.Now, null);
        }

        Assert.Equal(2 - left, await store.Storage.CleanUps.RunAsync(CleanUpRule.UntrackedRoomViews, TestStore.Now));
        Assert.Equal(2 - left, await store.Storage.CleanUps.RunAsync(CleanUpRule.UntrackedWorldViews, TestStore.Now));

        Assert.Equal(left, store.Number("SELECT COUNT(*) FROM core_roomview"));
        Assert.Equal(left, store.Number("SELECT COUNT(*) FROM core_worldview"));
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_roomview WHERE \"end\" IS NULL"));
    }

    [Theory]
    [EveryStore]
    public async Task Run_UntrackedViews_LeavesOtherWorldsAndStrangeConfigurations(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        Assert.True(await store.Storage.Worlds.CreateAsync(WorldDefaults.NewWorld(new WorldId("other"), "O", null, "s")));
        Assert.True(await store.Storage.Worlds.CreateAsync(WorldDefaults.NewWorld(new WorldId("strange"), "S", null, "s")));
        store.Execute("""UPDATE core_world SET config = '{"track_room_views":false,"track_world_views":false}' WHERE id = 'other'""");
        store.Execute("UPDATE core_world SET config = '[false]' WHERE id = 'strange'");
        store.Execute("UPDATE core_world SET config = NULL WHERE id = 'sample'");
        AddView(store, "core_roomview", user, TestStore.Now, TestStore.Now);
        AddView(store, "core_worldview", user, TestStore.Now, TestStore.Now);

        Assert.Equal(0, await store.Storage.CleanUps.RunAsync(CleanUpRule.UntrackedRoomViews, TestStore.Now));
        Assert.Equal(0, await store.Storage.CleanUps.RunAsync(CleanUpRule.UntrackedWorldViews, TestStore.Now));
    }

    [Theory]
    [EveryStore]
    public async Task Run_RouletteRequests_DeletesAnHourAfterTheirExpiry(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        foreach (var expiry in Around(TestStore.Now.AddHours(-1)))
        {
            store.Execute(
                $"""
                INSERT INTO core_rouletterequest (id, socket_id, expiry, room_id, user_id)
                VALUES ('{Guid.NewGuid()}', '{Guid.NewGuid()}', '{Time(expiry)}', '{store.Room}', '{user}')
                """);
        }

        await ExpectOldestGoneAsync(store, CleanUpRule.RouletteRequests, "core_rouletterequest", "expiry", TestStore.Now.AddHours(-1));
    }

    [Theory]
    [EveryStore(CleanUpRule.ShortTokens)]
    [EveryStore(CleanUpRule.AnonymousInvites)]
    public async Task Run_TokensAndInvites_DeletesNinetyDaysAfterTheirExpiry(StoreKind kind, CleanUpRule rule)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var limit = TestStore.Now.AddDays(-90);
        foreach (var expires in Around(limit))
        {
            var code = Guid.NewGuid().ToString("N");
            store.Execute(rule == CleanUpRule.ShortTokens
                ? $"INSERT INTO core_shorttoken (expires, short_token, long_token, world_id) VALUES ('{Time(expires)}', '{code}', 'x', 'sample')"
                : $"INSERT INTO core_anonymousinvite (expires, short_token, room_id, world_id) VALUES ('{Time(expires)}', '{code}', '{store.Room}', 'sample')");
        }

        var table = rule == CleanUpRule.ShortTokens ? "core_shorttoken" : "core_anonymousinvite";
        await ExpectOldestGoneAsync(store, rule, table, "expires", limit);
    }

    [Theory]
    [EveryStore(CleanUpRule.OrphanedReadPointers, "fast_read_pointer (event_id, user_id, channel_id)", "7, ")]
    [EveryStore(CleanUpRule.OrphanedUnreadWaits, "fast_unread_notify (user_id, channel_id)", "")]
    public async Task Run_WhatIsKeptOfReading_GoesWithItsUser(StoreKind kind, CleanUpRule rule, string table, string values)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (here, deleted, missing) = (await store.AddUserAsync(), await store.AddUserAsync(), new UserId(Guid.NewGuid()));
        store.Execute($"UPDATE core_user SET deleted = '1' WHERE id = '{deleted}'");
        foreach (var user in new[] { here, deleted, missing, missing })
        {
            store.Execute($"INSERT INTO {table} VALUES ({values}'{user}', '{Guid.NewGuid()}')");
        }

        Assert.Equal(3, await store.Storage.CleanUps.RunAsync(rule, TestStore.Now));
        Assert.Equal(0, await store.Storage.CleanUps.RunAsync(rule, TestStore.Now));
        Assert.Equal([here.ToString()], store.Texts($"SELECT user_id FROM {table.Split(' ')[0]}"));
    }

    [Theory]
    [EveryStore]
    public async Task Run_MoreThanABatch_TakesABatch(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var rows = Enumerable.Range(0, ICleanUpStore.MaxRows + 7).Select(number => $"('{Time(TestStore.Now.AddDays(-91))}', 't{number}', 'x', 'sample')");
        store.Execute($"INSERT INTO core_shorttoken (expires, short_token, long_token, world_id) VALUES {string.Join(',', rows)}");

        Assert.Equal(ICleanUpStore.MaxRows, await store.Storage.CleanUps.RunAsync(CleanUpRule.ShortTokens, TestStore.Now));
        Assert.Equal(7, await store.Storage.CleanUps.RunAsync(CleanUpRule.ShortTokens, TestStore.Now));
        Assert.Equal(0, await store.Storage.CleanUps.RunAsync(CleanUpRule.ShortTokens, TestStore.Now));
    }

    [Theory]
    [EveryStore]
    public async Task Run_OnTwoNodesAtOnce_CountsEveryRowOnce(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var other = store.Backend.Open(new StoreLimits(), store.Time);
        var rows = Enumerable.Range(0, 300).Select(number => $"('{Time(TestStore.Now.AddDays(-91))}', 't{number}', 'x', 'sample')");
        store.Execute($"INSERT INTO core_shorttoken (expires, short_token, long_token, world_id) VALUES {string.Join(',', rows)}");

        var batches = await Task.WhenAll(
            Task.Run(() => store.Storage.CleanUps.RunAsync(CleanUpRule.ShortTokens, TestStore.Now)),
            Task.Run(() => other.CleanUps.RunAsync(CleanUpRule.ShortTokens, TestStore.Now)));

        Assert.Equal(300, batches.Sum());
    }

    // What nobody would have written through us.
    [Fact]
    public async Task Run_ViewsWithoutAReadableStart_AreEndedAllTheSame()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        var user = await store.AddUserAsync();
        store.Execute($"INSERT INTO core_roomview (start, room_id, user_id) VALUES ('', '{store.Room}', '{user}'), ('2031-02-02', '{store.Room}', '{user}')");

        Assert.Equal(2, await store.Storage.CleanUps.RunAsync(CleanUpRule.ForgottenRoomViews, TestStore.Now));
        Assert.Equal(0, await store.Storage.CleanUps.RunAsync(CleanUpRule.ForgottenRoomViews, TestStore.Now));

        Assert.Equal([Time(TestStore.Now), "2031-02-02 01:00:00"], store.Texts("SELECT \"end\" FROM core_roomview ORDER BY start"));
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture);

    private static DateTimeOffset[] Around(DateTimeOffset limit) => [limit.AddMilliseconds(-1), limit, limit.AddMilliseconds(1), TestStore.Now.AddDays(1)];

    private static async Task ExpectOldestGoneAsync(TestStore store, CleanUpRule rule, string table, string column, DateTimeOffset limit)
    {
        Assert.Equal(1, await store.Storage.CleanUps.RunAsync(rule, TestStore.Now));
        Assert.Equal(0, await store.Storage.CleanUps.RunAsync(rule, TestStore.Now));
        Assert.Equal([.. Around(limit).Skip(1).Select(Time)], store.Texts($"SELECT {column} FROM {table} ORDER BY {column}"));
    }

    private static void AddView(TestStore store, string table, UserId user, DateTimeOffset start, DateTimeOffset? end)
    {
        var (column, place) = table == "core_roomview" ? ("room_id", store.Room.ToString()) : ("world_id", TestStore.World.Value);
        var endSql = end is { } time ? $"'{Time(time)}'" : "NULL";
        store.Execute($"INSERT INTO {table} (start, \"end\", user_id, {column}) VALUES ('{Time(start)}', {endSql}, '{user}', '{place}')");
    }
}
