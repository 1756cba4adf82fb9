using System.Globalization;

namespace Venueless.Fast.Storage.Tests.Stores.Maintenance;

/// <summary>operations.md section 3.13: which worlds are out of use.</summary>
public sealed class UnusedWorldTests
{
    private static DateTimeOffset Since => TestStore.Now.AddDays(-365);

    [Theory]
    [EveryStore("2030-02-03", true)]
    [EveryStore("2030-02-04", false)]
    [EveryStore("2031-06-01", false)]
    public async Task ListUnused_NeedsAllPlansToBeOver(StoreKind kind, string end, bool isUnused)
    {
        await using var store = await TestStore.CreateAsync(kind);
        AddPlan(store, "2029-01-01");
        AddPlan(store, end);

        Assert.Equal(isUnused ? [TestStore.World] : [], await store.Storage.WorldClearing.ListUnusedAsync(Since));
    }

    [Theory]
    [EveryStore]
    public async Task ListUnused_WithoutAnyPlan_IsNotKnownToBeOver(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);

        Assert.Empty(await store.Storage.WorldClearing.ListUnusedAsync(Since));
    }

    [Theory]
    [EveryStore("INSERT INTO core_auditlog (timestamp, type, data, world_id) VALUES ('TIME', 't', '{}', 'sample')")]
    [EveryStore("UPDATE core_user SET last_login = 'TIME'")]
    [EveryStore("INSERT INTO core_worldview (start, user_id, world_id) SELECT 'TIME', id, 'sample' FROM core_user")]
    [EveryStore("INSERT INTO core_roomview (start, user_id, room_id) SELECT 'TIME', u.id, r.id FROM core_user u, core_room r")]
    [EveryStore("INSERT INTO core_chatevent (id, timestamp, event_type, content, channel_id) SELECT 7, 'TIME', 'channel.message', '{}', id FROM core_channel")]
    public async Task ListUnused_AnythingNewerThanThen_IsUse(StoreKind kind, string activity)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await store.AddUserAsync();
        store.Execute("UPDATE core_user SET last_login = NULL");
        AddPlan(store, "2029-01-01");
        store.Execute(At(activity, Since));
        Assert.Equal([TestStore.World], await store.Storage.WorldClearing.ListUnusedAsync(Since));

        store.Execute(At(activity.Replace("SELECT 7", "SELECT 8", StringComparison.Ordinal), Since.AddMilliseconds(1)));

        Assert.Empty(await store.Storage.WorldClearing.ListUnusedAsync(Since));
        Assert.Null(await store.Storage.WorldClearing.ClearAsync(TestStore.World, Since));
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_user"));
    }

    private static string At(string activity, DateTimeOffset time)
    {
        var text = $"'{time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture)}'";
        return activity.Replace("'TIME'", text, StringComparison.Ordinal);
    }

    private static void AddPlan(TestStore store, string end) =>
        store.Execute($"INSERT INTO core_plannedusage (start, \"end\", attendees, notes, world_id) VALUES ('2029-01-01', '{end}', 5, '', 'sample')");
}
