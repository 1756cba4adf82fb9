using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Writing;
using Venueless.Fast.Storage.Tests.Services;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>Groups of writes of which some cannot be stored. What holds for both databases is in Stores/WriterTests.</summary>
public sealed class PostgresWriterTests
{
    private const string Patience = "SELECT current_setting('lock_timeout')";

    private static readonly string[] Poisons = ["foreign key", "too long", "number", "nul", "nesting", "surrogate", "own exception"];

    [PostgresTheory]
    [InlineData("foreign key")]
    [InlineData("too long")]
    [InlineData("number")]
    [InlineData("nul")]
    [InlineData("nesting")]
    [InlineData("surrogate")]
    [InlineData("own exception")]
    public async Task Write_BesideAnImpossibleOne_Succeeds(string poison)
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var user = await store.AddUserAsync();
        using var gate = await WriterGate.CloseAsync(store, user);
        List<TestChatWrite> log = [];
        var before = store.Storage.CommittedTransactions;

        var good = Enumerable.Range(0, 10).Select(_ => store.Message(user, log: log)).ToArray();
        var bad = Poison(store, user, poison);
        var tasks = good[..5].Append(bad).Concat(good[5..]).Select(write => store.Storage.Chat.WriteAsync(write)).ToArray();
        gate.Open();

        await AssertFailsAsync(poison, tasks[5]);
        await Task.WhenAll(tasks.Where(static (_, index) => index != 5));
        Assert.Null(bad.Outcome);
        Assert.Equal(good, log);
        AssertRising(good);

        // The server and the unit itself name the guilty one; the driver does not, so the batch was divided.
        Assert.Equal(poison == "surrogate", store.Storage.CommittedTransactions - before > 1);
        Assert.Equal(10, store.Number("SELECT COUNT(*) FROM core_chatevent"));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_BesideManyImpossibleOnes_Succeeds()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var user = await store.AddUserAsync();
        using var gate = await WriterGate.CloseAsync(store, user);
        List<TestChatWrite> log = [];

        var writes = Enumerable.Range(0, 100).Select(index => index % 5 == 2 ? Poison(store, user, Poisons[index / 5 % Poisons.Length]) : store.Message(user, log: log)).ToArray();
        var tasks = writes.Select(write => store.Storage.Chat.WriteAsync(write)).ToArray();
        gate.Open();

        for (var index = 0; index < tasks.Length; index++)
        {
            if (index % 5 == 2)
            {
                await AssertFailsAsync(Poisons[index / 5 % Poisons.Length], tasks[index]);
                Assert.Null(writes[index].Outcome);
            }
            else
            {
                await tasks[index];
            }
        }

        Assert.Equal(80, log.Count);
        AssertRising(log);
        Assert.Equal(80, store.Number("SELECT COUNT(*) FROM core_chatevent"));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_OfALockedRow_IsUnavailableAlone()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres, new StoreLimits(LockTimeout: TimeSpan.FromMilliseconds(100)));
        var user = await store.AddUserAsync();
        var locked = await store.AddUserAsync();
        using var gate = await WriterGate.CloseAsync(store, user);
        await using var foreign = store.OpenForeign();
        await using var transaction = await foreign.BeginTransactionAsync();
        await ExecuteAsync(foreign, $"UPDATE core_user SET show_publicly = FALSE WHERE id = '{locked}'");

        var message = store.Message(user);
        var first = store.Storage.Chat.WriteAsync(message);
        var waiting = store.Storage.Users.RecordLoginAsync(locked, TestStore.World, TestStore.Now, trackView: false);

        // Refers to the locked user: no reason to wait.
        var reference = store.Storage.Chat.WriteAsync(store.Message(locked));
        var login = store.Storage.Users.RecordLoginAsync(user, TestStore.World, TestStore.Now, trackView: true);
        gate.Open();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => waiting);
        await Task.WhenAll(first, reference, login);
        await transaction.CommitAsync();
        Assert.Equal(2, store.Number($"SELECT version FROM core_user WHERE id = '{locked}'"));
        await store.Storage.Users.RecordLoginAsync(locked, TestStore.World, TestStore.Now, trackView: false);
        Assert.Equal(3, store.Number($"SELECT version FROM core_user WHERE id = '{locked}'"));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_BesideManyLockedRows_WaitsItsWholeTimeOnce()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var users = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => store.AddUserAsync()));
        await using var raw = new RawWriter(Database(store).Options with { LockTimeout = TimeSpan.FromMilliseconds(300) });
        await using var foreign = store.OpenForeign();
        await using var transaction = await foreign.BeginTransactionAsync();
        await ExecuteAsync(foreign, "UPDATE core_user SET show_publicly = FALSE");
        List<string?> patience = [];

        var tasks = await raw.BatchAsync<string?>(
            [
                (WriteKey.None, async scope =>
                {
                    patience.Add(await scope.Prepare(Patience).ReadTextAsync());
                    return patience[^1];
                }),
                .. users.Select(user => (WriteKey.Of(user), (Func<WriteScope, ValueTask<string?>>)(scope => BumpAsync(scope, user)))),
            ]);

        foreach (var task in tasks[1..])
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => task);
        }

        await tasks[0];
        Assert.All(patience, static value => Assert.Equal("20ms", value));
        Assert.Equal("300ms", await await Task.WhenAny(await raw.BatchAsync<string?>((WriteKey.None, static scope => scope.Prepare(Patience).ReadTextAsync()))));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_ThatIsChosenToEndADeadlock_IsRepeated()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var first = await store.AddUserAsync();
        var second = await store.AddUserAsync();
        await using var foreign = store.OpenForeign();
        await ExecuteAsync(foreign, "SET deadlock_timeout = '60s'");

        // The writer looks for a deadlock once, so long after it has begun to wait: until then the other has to wait, too.
        await ExecuteAsync(foreign, "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = ''4s''', current_database()); END $$");
        await using var raw = new RawWriter(Database(store).Options with { LockTimeout = TimeSpan.FromSeconds(20) });
        await using var transaction = await foreign.BeginTransactionAsync();
        await ExecuteAsync(foreign, $"UPDATE core_user SET version = version + 10 WHERE id = '{second}'");
        var runs = 0;

        var tasks = await raw.BatchAsync<string?>(
            (WriteKey.None, async scope =>
            {
                if (++runs == 1)
                {
                    await BumpAsync(scope, first);
                    return await BumpAsync(scope, second);
                }

                // In the other one's order: a repetition that gets the first row before the woken other one would be a deadlock again.
                var version = await BumpAsync(scope, second);
                await BumpAsync(scope, first);
                return version;
            }
        ));
        await UntilAsync(Database(store), "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        await ExecuteAsync(foreign, $"UPDATE core_user SET version = version + 10 WHERE id = '{first}'");
        await transaction.CommitAsync();

        Assert.Equal("13", await tasks[0]);
        Assert.Equal(2, runs);
        Assert.Equal(26, store.Number("SELECT SUM(version) FROM core_user"));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_ThatMustBeAlone_IsATransactionOfItsOwn()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        await using var raw = new RawWriter(Database(store).Options);
        static ValueTask<string?> Transaction(WriteScope scope) => scope.Prepare("SELECT txid_current()::text").ReadTextAsync();

        var numbers = await Task.WhenAll(await raw.BatchAsync<string?>(
            (WriteKey.None, Transaction), (WriteKey.None, Transaction), (WriteKey.Alone, Transaction), (WriteKey.Alone, Transaction), (WriteKey.None, Transaction), (WriteKey.None, Transaction)));

        Assert.Equal(numbers[0], numbers[1]);
        Assert.Equal(numbers[4], numbers[5]);
        Assert.Equal(4, numbers.Distinct().Count());
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_OfOneUserTwice_SeesItsFirstChange()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var user = await store.AddUserAsync();
        using var gate = await WriterGate.CloseAsync(store, user);

        var first = store.Storage.Users.UpdateOwnAsync(user, TestStore.Json("""{"n":1}"""), null, TestStore.Now);
        var second = store.Storage.Users.UpdateOwnAsync(user, TestStore.Json("""{"n":2}"""), null, TestStore.Now);
        var third = store.Storage.Users.UpdateTraitsAsync(user, ["x"], TestStore.Now);
        gate.Open();

        Assert.Equal([3, 4, 5], (await Task.WhenAll(first, second, third)).Select(static row => row.Version));
        JsonAssert.Equal("""{"n":2}""", (await third).Profile);
        var changes = store.Texts("SELECT data->'old' FROM core_auditlog ORDER BY id");
        Assert.Equal(3, changes.Count);
        JsonAssert.Equal("{}", changes[0]);
        JsonAssert.Equal("""{"n":1}""", changes[1]);
        JsonAssert.Equal("""["a","b"]""", changes[2]);
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_OfJoinLeaveJoin_KeepsTheirOrder()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var user = await store.AddUserAsync();
        using var gate = await WriterGate.CloseAsync(store, user);
        MembershipChange[] changes = [MembershipChange.Join, MembershipChange.Join, MembershipChange.Leave, MembershipChange.Leave, MembershipChange.Join];

        var writes = changes.Select(change => Member(store, user, change)).ToArray();
        var tasks = writes.Select(write => store.Storage.Chat.WriteAsync(write)).ToArray();
        gate.Open();
        await Task.WhenAll(tasks);

        Assert.Equal([true, false, true, false, true], writes.Select(static write => write.Outcome!.Value.MembershipChanged));
        AssertRising(writes.Where(static write => write.Outcome!.Value.Event is not null));
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_membership"));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_OfTwoEditsOfOneEvent_KeepsTheirOrder()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var user = await store.AddUserAsync();
        await store.Storage.Chat.WriteAsync(store.Message(user));
        using var gate = await WriterGate.CloseAsync(store, user);

        var tasks = new[] { "first", "second" }.Select(body => store.Storage.Chat.WriteAsync(Edit(store, user, body))).ToArray();
        gate.Open();
        await Task.WhenAll(tasks);

        Assert.Equal((string?[])["Hi", "first"], store.Texts("SELECT data->'old'->'content'->>'body' FROM core_auditlog ORDER BY id"));
        Assert.Equal("second", store.Text("SELECT content->>'body' FROM core_chatevent WHERE id = 1"));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_AnnouncesVersionsOnceTheyAreStored()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var user = await store.AddUserAsync();
        var unlucky = await store.AddUserAsync();
        var versions = ((PostgresBackend)store.Backend).Versions;
        var before = versions.Published.Count;
        List<long> visible = [];
        versions.Publishing = (_, key, _) => visible.Add(store.Number($"SELECT version FROM core_user WHERE id = '{key}'"));
        using var gate = await WriterGate.CloseAsync(store, user);

        var profile = store.Storage.Users.UpdateOwnAsync(user, TestStore.Json("""{"n":1}"""), null, TestStore.Now);
        var refused = store.Storage.Chat.WriteAsync(Poison(store, unlucky, "join"));
        var login = store.Storage.Users.RecordLoginAsync(user, TestStore.World, TestStore.Now, trackView: false);
        var message = store.Storage.Chat.WriteAsync(store.Message(unlucky));
        gate.Open();

        await Assert.ThrowsAsync<StoreRefusedException>(() => refused);
        await Task.WhenAll(profile, login, message);
        Assert.Equal([(VersionedKind.User, user.ToString(), 3), (VersionedKind.User, user.ToString(), 4)], versions.Published.Skip(before));
        Assert.Equal([4L, 4], visible);
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_WhenItsVersionCannotBeAnnounced_StillCompletes()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var user = await store.AddUserAsync();
        ((PostgresBackend)store.Backend).Versions.Publishing = static (_, _, _) => throw new InvalidOperationException("defect");

        var row = await store.Storage.Users.UpdateOwnAsync(user, TestStore.Json("""{"n":1}"""), null, TestStore.Now);

        Assert.Equal(3, row.Version);
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_WhenRowsAreNotAsExpected_FailsAlone()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        await using var raw = new RawWriter(Database(store).Options);
        static ValueTask<string?> Read(WriteScope scope) => scope.Prepare("SELECT title FROM core_world").ReadTextAsync();

        var tasks = await raw.BatchAsync<string?>(
            (WriteKey.None, Read),
            (WriteKey.None, static async scope => (await scope.Prepare("SELECT 'x' FROM core_world").ReadNumberAsync()).ToString()),
            (WriteKey.None, Read));

        await Assert.ThrowsAsync<InvalidCastException>(() => tasks[1]);
        Assert.Equal((string?[])["Sample", "Sample"], await Task.WhenAll(tasks[0], tasks[2]));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_WhenThereAreNoIds_IsUnavailableUntilThereAre()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var ids = new TestEventIds();
        ((PostgresBackend)store.Backend).EventIds = ids;
        await store.RestartAsync();
        var user = await store.AddUserAsync();

        ids.Taking = static () => throw new StoreUnavailableException("There are no ids.");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Storage.Chat.WriteAsync(store.Message(user)));
        ids.Taking = null;
        await store.Storage.Chat.WriteAsync(store.Message(user));

        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_chatevent"));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_WhenThereAreNoIds_OnlyThoseWhoNeedOneAreUnavailable()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var ids = new TestEventIds();
        ((PostgresBackend)store.Backend).EventIds = ids;
        await store.RestartAsync();
        var user = await store.AddUserAsync();
        using var gate = await WriterGate.CloseAsync(store, user);
        var writer = store.Text("SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'venueless-writer-%' AND datname = current_database()");

        ids.Taking = static () => throw new StoreUnavailableException("There are no ids.");
        var message = store.Storage.Chat.WriteAsync(store.Message(user));
        var update = store.Storage.Users.UpdateOwnAsync(user, TestStore.Json("""{"display_name":"Ada"}"""), null, TestStore.Now);
        gate.Open();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => message);
        JsonAssert.Equal("""{"display_name":"Ada"}""", (await update).Profile);

        // On the same connection: the database is not to blame.
        Assert.Equal(writer, store.Text("SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'venueless-writer-%' AND datname = current_database()"));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_WhileTheServerOnlyReads_IsUnavailableAndLooksForAnotherOne()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var user = await store.AddUserAsync();
        var name = store.Text("SELECT current_database()");

        store.Execute($"ALTER DATABASE {name} SET default_transaction_read_only = on");
        store.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'venueless-writer-%' AND datname = current_database()");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Storage.Chat.WriteAsync(store.Message(user)));
        store.Execute($"SET default_transaction_read_only = off; ALTER DATABASE {name} RESET default_transaction_read_only");

        await store.Storage.Chat.WriteAsync(store.Message(user));
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_chatevent"));
    }

    private static TestDatabase Database(TestStore store) => ((PostgresBackend)store.Backend).Database;

    private static ValueTask<string?> BumpAsync(WriteScope scope, UserId user) =>
        scope.Prepare("UPDATE core_user SET version = version + 1 WHERE id = @user RETURNING version::text").Bind("@user", user).ReadTextAsync();

    private static async Task ExecuteAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    // The server's own state, asked until it says so.
    private static async Task UntilAsync(TestDatabase database, string countSql)
    {
        while (await database.NumberAsync(countSql) == 0)
        {
            await Task.Yield();
        }
    }

    private static TestChatWrite Poison(TestStore store, UserId user, string kind) => new(null)
    {
        World = TestStore.World,
        Channel = kind is "foreign key" or "join" ? new ChannelId(Guid.NewGuid()) : store.Channel,
        User = user,
        Now = TestStore.Now,
        MembershipChange = kind == "join" ? MembershipChange.Join : MembershipChange.None,
        EventType = kind switch
        {
            "too long" => new string('x', 201),
            "surrogate" => "\ud800",
            _ => ChatEventTypes.Message,
        },
        Content = TestStore.Json(kind switch
        {
            "number" => """{"n":1e400000}""",
            "nul" => """{"n":"\u0000"}""",
            "nesting" => new string('[', 200_000) + new string(']', 200_000),
            _ => "{}",
        }),
        Replaces = kind == "own exception" ? 4711 : null,
    };

    private static TestChatWrite Member(TestStore store, UserId user, MembershipChange change) => new(null)
    {
        World = TestStore.World,
        Channel = store.Channel,
        User = user,
        Now = TestStore.Now,
        MembershipChange = change,
        EventType = ChatEventTypes.Member,
        Content = TestStore.Json("{}"),
    };

    private static TestChatWrite Edit(TestStore store, UserId user, string body) => new(null)
    {
        World = TestStore.World,
        Channel = store.Channel,
        User = user,
        Now = TestStore.Now,
        EventType = ChatEventTypes.Message,
        Content = TestStore.Json($$"""{"type":"text","body":"{{body}}"}"""),
        Replaces = 1,
    };

    private static async Task AssertFailsAsync(string poison, Task task)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => task);
        _ = poison switch
        {
            "own exception" => (object)Assert.IsType<InvalidOperationException>(failure),
            "surrogate" => Assert.IsAssignableFrom<ArgumentException>(failure),
            _ => Assert.IsType<StoreRefusedException>(failure),
        };
    }

    private static void AssertRising(IEnumerable<TestChatWrite> writes)
    {
        var ids = writes.Select(static write => write.Outcome!.Value.Event!.Id).ToArray();
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct().Order(), ids);
    }
}
