using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Tests.Postgres;
using Venueless.Fast.Storage.Tests.Services;

namespace Venueless.Fast.Storage.Tests.Stores.Maintenance;

/// <summary>operations.md section 3.12.</summary>
public sealed class WorldClearingTests
{
    // Every table with rows of a world, whether they stay, and which go with what.
    private static readonly string[] Emptied =
    [
        "core_auditlog", "core_worldgrant", "core_roomgrant", "core_bbbcall", "core_bbbcall_invited_members", "core_chatevent", "core_chateventnotification",
        "core_chateventreaction", "core_membership", "core_exhibitorstaff", "core_exhibitorview", "core_contactrequest", "core_posterpresenter", "core_postervote",
        "core_reaction", "core_roomview", "core_worldview", "core_question", "core_questionvote", "core_poll", "core_polloption", "core_pollvote", "core_feedback",
        "core_rouletterequest", "core_roulettepairing", "core_user_blocked_users", "core_webpushclient", "core_shorttoken", "core_anonymousinvite",
        "core_digitalsambacall_invited_members", "storage_storedfile", "core_user", "fast_read_pointer", "fast_unread_notify",
    ];

    private static readonly string[] Kept =
    [
        "core_world", "core_room", "core_exhibitor", "core_exhibitorlink", "core_poster", "core_posterlink", "core_announcement", "core_plannedusage",
        "core_bbbserver", "core_digitalsambacall",
    ];

    [Theory]
    [EveryStore]
    public async Task Clear_EmptiesTheWorldAndKeepsItsStructure(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var world = await FilledWorld.AddAsync(store, "sample", store.Room, store.Channel);
        store.Execute("UPDATE core_world SET domain = 'sample.example'");
        var before = Count(store, Kept);
        var version = store.Number("SELECT version FROM core_world");
        Assert.All(Count(store, Emptied), static table => Assert.True(table.Rows > 0, $"{table.Name}: the test fills it"));

        var cleared = await store.Storage.WorldClearing.ClearAsync(TestStore.World);

        // Their rows stay until the files themselves are gone: whoever dies before that leaves them to the next clean-up.
        Assert.Equal(["pub/sample/a", "pub/sample/logo"], cleared!.Files.Select(static file => file.Path).Order());
        Assert.Equal(cleared.Files.OrderBy(static file => file.Path), (await store.Storage.StoredFiles.ListExpiredAsync(TestStore.Now, Guid.Empty)).OrderBy(static file => file.Path));
        Assert.Equal(2, await store.Storage.StoredFiles.ForgetAsync([.. cleared.Files.Select(static file => file.Id)]));

        Assert.All(Count(store, Emptied), static table => Assert.True(table.Rows == 0, table.Name));
        Assert.Equal(before, Count(store, Kept));
        Assert.Null(store.Text("SELECT domain FROM core_world"));
        Assert.Equal(version + 1, store.Number("SELECT version FROM core_world"));
        Assert.Equal([world.PosterChannel.ToString(), store.Channel.ToString()], store.Texts("SELECT id FROM core_channel ORDER BY room_id IS NOT NULL"));
        Assert.Equivalent(world.Users, cleared.Chat.Users);
        Assert.Equivalent(new[] { store.Channel, world.PosterChannel, world.DirectChannel }, cleared.Chat.Channels);
        Assert.Equal([(world.Users[0], store.Channel)], cleared.Chat.Memberships);
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Clear_TellsOtherServersThatItsUsersAreGone()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var (first, second) = (await store.AddUserAsync(), await store.AddUserAsync());

        await store.Storage.WorldClearing.ClearAsync(TestStore.World);

        var gone = ((PostgresBackend)store.Backend).Versions.Published.Where(static row => row.Version == IVersionKeys.Deleted);
        Assert.Equivalent(new[] { (VersionedKind.User, $"{first}", IVersionKeys.Deleted), (VersionedKind.User, $"{second}", IVersionKeys.Deleted) }, gone, strict: true);
    }

    [Theory]
    [EveryStore]
    public async Task Clear_TouchesNoOtherWorld(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (room, channel) = (new RoomId(Guid.NewGuid()), new ChannelId(Guid.NewGuid()));
        Assert.True(await store.Storage.Worlds.CreateAsync(WorldDefaults.NewWorld(new WorldId("other"), "O", "other.example", "s")));
        store.AddRoom(room, "Other", 1);
        store.AddChannel(channel, room);
        store.Execute("UPDATE core_room SET world_id = 'other' WHERE name = 'Other'");
        store.Execute($"UPDATE core_channel SET world_id = 'other' WHERE id = '{channel}'");
        await FilledWorld.AddAsync(store, "other", room, channel);
        string[] all = [.. Emptied, .. Kept, "core_channel"];
        var before = Count(store, all);

        Assert.NotNull(await store.Storage.WorldClearing.ClearAsync(TestStore.World));

        Assert.Equal(before, Count(store, all));
        Assert.Equal("other.example", store.Text("SELECT domain FROM core_world WHERE id = 'other'"));
    }

    [Theory]
    [EveryStore]
    public async Task Clear_UnknownWorld_IsNull(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);

        Assert.Null(await store.Storage.WorldClearing.ClearAsync(new WorldId("unknown")));
    }

    [Theory]
    [EveryStore]
    public async Task Clear_Again_IsFine_AndOldUsersCannotComeBack(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();

        await store.Storage.WorldClearing.ClearAsync(TestStore.World);

        // A connection that has not heard of it yet.
        await Assert.ThrowsAnyAsync<Exception>(() => store.Storage.RoomViews.OpenAsync(store.Room, user, TestStore.Now, deleteOpen: false));
        Assert.NotNull(await store.Storage.WorldClearing.ClearAsync(TestStore.World));
        var fresh = await store.AddUserAsync();
        await store.Storage.RoomViews.OpenAsync(store.Room, fresh, TestStore.Now, deleteOpen: false);
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_roomview"));
    }

    [Theory]
    [EveryStore]
    public async Task Clear_WhileUsersWrite_LeavesNothingOfThem(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var other = store.Backend.Open(new StoreLimits(), store.Time);
        var users = new List<UserId>();
        for (var index = 0; index < 10; index++)
        {
            users.Add(await store.AddUserAsync());
        }

        var views = users.SelectMany(user => Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
        {
            try
            {
                await other.RoomViews.OpenAsync(store.Room, user, TestStore.Now, deleteOpen: false);
            }
            catch (Exception)
            {
                // The user was gone by then.
            }
        }))).ToList();
        var clearing = Task.Run(() => store.Storage.WorldClearing.ClearAsync(TestStore.World));
        await Task.WhenAll(views);

        Assert.NotNull(await clearing);
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_user"));
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_roomview"));
    }

    private static List<(string Name, long Rows)> Count(TestStore store, string[] tables) =>
        [.. tables.Select(table => (table, store.Number($"SELECT COUNT(*) FROM {table}")))];
}
