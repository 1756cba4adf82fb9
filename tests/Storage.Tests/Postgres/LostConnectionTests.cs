using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.EventIds;
using Venueless.Fast.Storage.Postgres;
using Venueless.Fast.Storage.Tests.Services;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>Connections that are lost at the worst moments.</summary>
public sealed class LostConnectionTests
{
    // A batch of messages talks twice: all statements, then marker and commit.
    private const int Statements = 1;
    private const int Commit = 2;

    [PostgresTheory]
    [InlineData(Statements, false)]
    [InlineData(Statements, true)]
    [InlineData(Commit, false)]
    [InlineData(Commit, true)]
    public async Task Write_WhenTheConnectionIsLost_IsStoredOnce(int turn, bool afterAnswer)
    {
        await using var test = await TestStore.CreateAsync(StoreKind.Postgres);
        await using var proxy = Proxy(test);
        var ids = new TestEventIds();
        await using var store = Open(test, proxy, ids);
        var user = await test.AddUserAsync();
        List<TestChatWrite> log = [];
        await store.Chat.WriteAsync(test.Message(user, "before", log));

        ids.Taking = () =>
        {
            ids.Taking = null;
            proxy.CutAt(turn, afterAnswer);
        };
        var writes = Enumerable.Range(0, 5).Select(number => test.Message(user, $"{number}", log)).ToArray();
        await Task.WhenAll(writes.Select(write => store.Chat.WriteAsync(write)));
        await store.Chat.WriteAsync(test.Message(user, "after", log));

        Assert.Equal(1, proxy.Cuts);
        Assert.Equal(7, log.Count);
        Assert.Equal(log.Distinct(), log);
        var stored = log.Select(static write => write.Outcome!.Value.Event!.Id).ToArray();
        Assert.Equal(stored.Distinct().Order(), stored);
        Assert.Equal(
            (string?[])["before", "0", "1", "2", "3", "4", "after"], test.Texts("SELECT content->>'body' FROM core_chatevent ORDER BY id"));
        Assert.Equal(stored[^1], test.Number("SELECT MAX(id) FROM core_chatevent"));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_WhenTheServerStaysAway_IsUnavailableAndLaterOnesWork()
    {
        await using var test = await TestStore.CreateAsync(StoreKind.Postgres);
        await using var proxy = Proxy(test);
        var ids = new TestEventIds();
        await using var store = Open(test, proxy, ids, TimeSpan.FromMilliseconds(300));
        var user = await test.AddUserAsync();
        await store.Chat.WriteAsync(test.Message(user, "before"));

        ids.Taking = () =>
        {
            ids.Taking = null;
            proxy.CutAt(Commit, afterAnswer: false, staysAway: true);
        };
        var lost = test.Message(user, "lost");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Chat.WriteAsync(lost));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Chat.WriteAsync(test.Message(user, "away")));
        proxy.ComeBack();
        await store.Chat.WriteAsync(test.Message(user, "after"));

        Assert.Null(lost.Outcome);
        Assert.Equal((string?[])["before", "after"], test.Texts("SELECT content->>'body' FROM core_chatevent ORDER BY id"));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Read_WhenIdleConnectionsWereLost_NoticesNothing()
    {
        await using var test = await TestStore.CreateAsync(StoreKind.Postgres);
        await using var proxy = Proxy(test);
        await using var store = Open(test, proxy, new LocalEventIds());
        var user = await test.AddUserAsync();
        await store.Chat.WriteAsync(test.Message(user));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.Chat.FetchAsync(test.Channel, long.MaxValue, 10, false)));

        proxy.CutAll();

        Assert.Single(await store.Chat.FetchAsync(test.Channel, long.MaxValue, 10, false));
        Assert.NotNull(await store.Worlds.LoadAsync(TestStore.World));
        await store.Chat.WriteAsync(test.Message(user));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Commit_ThatArrivesAfterItWasAskedFor_Fails()
    {
        await using var test = await TestStore.CreateAsync(StoreKind.Postgres);
        var source = ((PostgresBackend)test.Backend).Database.DataSource;
        await using var late = await source.OpenConnectionAsync();
        await using var successor = await source.OpenConnectionAsync();
        var writer = Guid.NewGuid();
        await CommitMarker.RegisterAsync(late, writer);
        await AdvanceAsync(late, writer, 2);

        Assert.True(await CommitMarker.FindOutAsync(successor, writer, 2));
        Assert.False(await CommitMarker.FindOutAsync(successor, writer, 4));
        await Assert.ThrowsAsync<PostgresException>(() => AdvanceAsync(late, writer, 4));
        Assert.False(await CommitMarker.FindOutAsync(successor, writer, 4));
        await AdvanceAsync(successor, writer, CommitMarker.Next(4));
        Assert.True(await CommitMarker.FindOutAsync(successor, writer, CommitMarker.Next(4)));
    }

    private static async Task AdvanceAsync(NpgsqlConnection connection, Guid writer, long batch)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var statements = new NpgsqlBatch(connection);
        statements.BatchCommands.Add(CommitMarker.Advance(writer, batch).Command);
        await statements.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private static CuttingProxy Proxy(TestStore test)
    {
        var server = ((PostgresBackend)test.Backend).Database.Options;
        return new CuttingProxy(server.Host, server.Port);
    }

    private static PostgresStorage Open(TestStore test, CuttingProxy proxy, IEventIdSource ids, TimeSpan? recovery = null)
    {
        var server = ((PostgresBackend)test.Backend).Database.Options;
        return PostgresStorage.Open(
            server with { Host = "127.0.0.1", Port = proxy.Port, RecoveryTimeout = recovery ?? server.RecoveryTimeout },
            ids,
            NoVersionKeys.Instance,
            TimeProvider.System,
            NullLogger<PostgresStorage>.Instance);
    }
}
