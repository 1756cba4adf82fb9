using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Postgres.Merging;
using Venueless.Fast.Storage.Tests.Services;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>What units do together is what each would have done. Everybody queues behind a gate, so that there is one batch.</summary>
public sealed class MergedStatementTests
{
    private const int Count = 3 * StatementMerger.MinMembers;

    [ServiceFact(TestDatabase.Variable)]
    public async Task Create_OfManyAtOnce_StoresEachAsItIs()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        string[][] traits = [[], ["a"], ["a", "b", ""], ["\"quoted\"", "back\\slash", "{brace}", "com,ma", "NULL", " space ", "ümläut 😀", "line\nbreak"]];
        var users = Enumerable.Range(0, Count).Select(index => TestStore.NewUser(index % 2 == 0 ? $"c{index}" : null, index % 2 == 0 ? null : $"t{index}") with
        {
            Traits = traits[index % traits.Length],
            Profile = TestStore.Json($$"""{"display_name":"Ada {{index}}"}"""),
        }).ToArray();

        var logins = await BehindGateAsync(store, () => users.Select(user => store.Storage.Users.CreateLoggedInAsync(user, TestStore.Now, trackView: true)));

        Assert.All(logins, static login => Assert.True(login.IsRecorded));
        for (var index = 0; index < Count; index++)
        {
            var stored = (await store.Storage.Users.FindAsync(TestStore.World, users[index].Id))!;
            Assert.Equal((users[index].ClientId, users[index].TokenId, 3), (stored.ClientId, stored.TokenId, stored.Version));
            Assert.Equal(users[index].Traits, stored.Traits);
            JsonAssert.Equal($$"""{"display_name":"Ada {{index}}"}""", stored.Profile);
            Assert.Equal(users[index].Id.ToString(), store.Text($"SELECT user_id FROM core_worldview WHERE id = {logins[index].WorldView}"));
        }
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Create_OfOneClientManyTimes_MakesOneUser()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);

        var logins = await BehindGateAsync(
            store, () => Enumerable.Range(0, Count).Select(_ => store.Storage.Users.CreateLoggedInAsync(TestStore.NewUser("same"), TestStore.Now, trackView: true)));

        Assert.Single(logins, static login => login.IsRecorded);
        Assert.Single(logins.Select(static login => login.User.Id).Distinct());
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_worldview"));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Views_OfManyAtOnce_EndTheUsersOwn()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var other = new RoomId(Guid.NewGuid());
        store.AddRoom(other, "Other", priority: 1);
        var users = await AddUsersAsync(store);
        var elsewhere = await store.Storage.RoomViews.OpenAsync(other, users[0], TestStore.Now, deleteOpen: false);

        var first = await BehindGateAsync(store, () => users.Select(user => store.Storage.RoomViews.OpenAsync(store.Room, user, TestStore.Now, deleteOpen: false)));
        var second = await BehindGateAsync(store, () => users.Select((user, index) => store.Storage.RoomViews.OpenAsync(store.Room, user, Later(index), deleteOpen: false)));

        for (var index = 0; index < Count; index++)
        {
            Assert.Equal(users[index].ToString(), store.Text($"SELECT user_id FROM core_roomview WHERE id = {second[index]}"));
            Assert.Equal(store.Text($"SELECT start FROM core_roomview WHERE id = {second[index]}"), store.Text($"""SELECT "end" FROM core_roomview WHERE id = {first[index]}"""));
        }

        Assert.Null(store.Text($"""SELECT "end" FROM core_roomview WHERE id = {elsewhere}"""));
        await BehindGateAsync(store, () => second.Select(async (view, index) => await EndAsync(store, view, index)));
        Assert.Equal(Count + Count / 2, store.Number($"""SELECT COUNT(*) FROM core_roomview WHERE room_id = '{store.Room}' AND "end" > start"""));
        Assert.Equal(0, store.Number($"""SELECT COUNT(*) FROM core_roomview WHERE room_id = '{store.Room}' AND "end" IS NULL"""));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Views_InADeletedRoom_AreNotOpened()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var gone = new RoomId(Guid.NewGuid());
        store.AddRoom(gone, "Gone", priority: 1, deleted: true);
        var users = await AddUsersAsync(store);

        var views = await BehindGateAsync(
            store, () => users.Select((user, index) => store.Storage.RoomViews.OpenAsync(index % 3 == 0 ? gone : store.Room, user, TestStore.Now, deleteOpen: true)));

        Assert.All(views, static (view, index) => Assert.Equal(index % 3 == 0, view == 0));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Logins_OfManyAtOnce_RaiseEachVersionAndEndOpenViews()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var users = await AddUsersAsync(store);

        var first = await BehindGateAsync(store, () => users.Select(user => store.Storage.Users.RecordLoginAsync(user, TestStore.World, TestStore.Now, trackView: true)));
        var second = await BehindGateAsync(store, () => users.Select((user, index) => store.Storage.Users.RecordLoginAsync(user, TestStore.World, Later(index), trackView: true)));
        await BehindGateAsync(store, () => second[..^1].Select(async (view, index) => await EndWorldViewAsync(store, view!.Value, index)));

        Assert.Equal(Count, store.Number("SELECT COUNT(*) FROM core_user WHERE version = 4 AND last_login > '2031-02-03 09:15:22.104+00'"));
        Assert.Equal(Count, store.Number($"""SELECT COUNT(*) FROM core_worldview WHERE id IN ({string.Join(',', first)}) AND "end" IS NOT NULL"""));
        Assert.Equal(Count / 2, store.Number($"""SELECT COUNT(*) FROM core_worldview WHERE id IN ({string.Join(',', second)})"""));
        Assert.Null(store.Text($"""SELECT "end" FROM core_worldview WHERE id = {second[^1]}"""));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Memberships_OfManyAtOnce_ChangeForWhomTheyCan()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var users = await AddUsersAsync(store);
        await store.Storage.Chat.WriteAsync(Member(store, users[0], MembershipChange.Join));

        var joins = users.Select(user => Member(store, user, MembershipChange.Join, isVolatile: true)).ToArray();
        await BehindGateAsync(store, () => joins.Select(write => DoneAsync(store.Storage.Chat.WriteAsync(write))));
        var leaves = users.Select(user => Member(store, user, MembershipChange.LeaveIfVolatile)).ToArray();
        await BehindGateAsync(store, () => leaves.Select(write => DoneAsync(store.Storage.Chat.WriteAsync(write))));

        Assert.All(joins.Concat(leaves), write => Assert.Equal(write.User != users[0], write.Outcome!.Value.MembershipChanged));
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_membership"));
        Assert.Equal(Count - 1, store.Number("SELECT COUNT(*) FROM core_user WHERE version = 4"));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Update_OfManyAtOnce_ChangesOnlyTheVersionThatIsKnown()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var users = await AddUsersAsync(store);
        var known = await Task.WhenAll(users.Select(async user => (await store.Storage.Users.FindAsync(TestStore.World, user))!));
        store.Execute($"UPDATE core_user SET version = 7 WHERE id = '{users[2]}'");

        var rows = await BehindGateAsync(
            store, () => known.Select((row, index) => store.Storage.Users.UpdateOwnAsync(row.Id, TestStore.Json($$"""{"n":{{index}}}"""), null, TestStore.Now, row)));

        Assert.All(rows, static (row, index) => Assert.Equal(index == 2 ? 8 : 3, row.Version));
        Assert.All(rows, (row, index) => Assert.Equal($$"""{"n": {{index}}}""", store.Text($"SELECT profile FROM core_user WHERE id = '{row.Id}'")));
        Assert.Equal(Count, store.Number("SELECT COUNT(DISTINCT user_id) FROM core_auditlog"));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Statement_ThatIsRefusedForOne_IsRefusedForThatOneAlone()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var users = await AddUsersAsync(store);

        var writes = users.Select((user, index) => Member(store, user, MembershipChange.Join, channel: index == 5 ? new ChannelId(Guid.NewGuid()) : null)).ToArray();
        var hasFailed = await BehindGateAsync(store, () => writes.Select(write => FailsAsync<StoreRefusedException>(store.Storage.Chat.WriteAsync(write))));

        Assert.All(hasFailed, static (failed, index) => Assert.Equal(index == 5, failed));
        Assert.Equal(Count - 1, store.Number("SELECT COUNT(*) FROM core_membership"));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Statement_ThatMeetsALockedRow_KeepsNobodyElseWaiting()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres, new StoreLimits(LockTimeout: TimeSpan.FromMilliseconds(100)));
        var users = await AddUsersAsync(store);
        await using var foreign = store.OpenForeign();
        await using var transaction = await foreign.BeginTransactionAsync();
        await using (var command = foreign.CreateCommand())
        {
            command.CommandText = $"UPDATE core_user SET show_publicly = FALSE WHERE id = '{users[1]}'";
            await command.ExecuteNonQueryAsync();
        }

        var logins = await BehindGateAsync(
            store, () => users.Select(user => FailsAsync<StoreUnavailableException>(store.Storage.Users.RecordLoginAsync(user, TestStore.World, TestStore.Now, trackView: false))));

        Assert.All(logins, static (hasFailed, index) => Assert.Equal(index == 1, hasFailed));
        await transaction.RollbackAsync();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a","b"}""", "a", "b")]
    [InlineData("""{"","\"","\\","{","NULL"}""", "", "\"", "\\", "{", "NULL")]
    public void Literal_OfAList_IsTheServersOwn(string literal, params string[] values) => Assert.Equal(literal, MergedParameters.ToLiteral(values));

    private static DateTimeOffset Later(int index) => TestStore.Now.AddSeconds(1 + index);

    private static async Task<UserId[]> AddUsersAsync(TestStore store) => await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => store.AddUserAsync()));

    private static async Task<T[]> BehindGateAsync<T>(TestStore store, Func<IEnumerable<Task<T>>> begin)
    {
        // The gate's user writes nothing that is looked at.
        using var gate = await WriterGate.CloseAsync(store, new UserId(Guid.NewGuid()));
        Task<T>[] tasks = [.. begin()];
        gate.Open();
        return await Task.WhenAll(tasks);
    }

    private static async Task<bool> EndAsync(TestStore store, long view, int index)
    {
        await store.Storage.RoomViews.EndAsync(view, Later(2 * Count), delete: index % 2 == 0);
        return true;
    }

    private static async Task<bool> EndWorldViewAsync(TestStore store, long view, int index)
    {
        await store.Storage.Users.EndWorldViewAsync(view, Later(2 * Count), delete: index % 2 == 0);
        return true;
    }

    private static async Task<bool> DoneAsync(Task task)
    {
        await task;
        return true;
    }

    private static async Task<bool> FailsAsync<TException>(Task task)
        where TException : Exception
    {
        try
        {
            await task;
            return false;
        }
        catch (TException)
        {
            return true;
        }
    }

    private static TestChatWrite Member(TestStore store, UserId user, MembershipChange change, bool isVolatile = false, ChannelId? channel = null) => new(null)
    {
        World = TestStore.World,
        Channel = channel ?? store.Channel,
        User = user,
        Now = TestStore.Now,
        MembershipChange = change,
        IsVolatile = isVolatile,
    };
}
