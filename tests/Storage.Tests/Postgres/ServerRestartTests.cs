using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.EventIds;
using Venueless.Fast.Storage.Postgres;

namespace Venueless.Fast.Storage.Tests.Postgres;

public sealed class ServerRestartTests
{
    private static readonly WorldId World = new("sample");
    private static readonly ChannelId Channel = new(Guid.NewGuid());

    private readonly ConcurrentDictionary<string, long> _acknowledged = new();
    private int _unavailable;

    [OwnServerFact]
    public async Task Write_WhileTheServerIsKilledAndStarted_LosesNothingThatWasAcknowledged()
    {
        await using var server = await OwnServer.StartNewAsync();
        await using var store = PostgresStorage.Open(
            server.Options with { RecoveryTimeout = TimeSpan.FromSeconds(1), ConnectTimeout = TimeSpan.FromSeconds(1) },
            new LocalEventIds(),
            NoVersionKeys.Instance,
            TimeProvider.System,
            NullLogger<PostgresStorage>.Instance);
        var user = await PrepareAsync(server, store);
        using var stopping = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 30).Select(writer => Task.Run(() => WriteAsync(store, user, writer, stopping.Token))).ToArray();

        for (var round = 0; round < 3; round++)
        {
            await MoreAsync(() => _acknowledged.Count, 300, "messages before the server is killed");
            await server.KillAsync();
            await MoreAsync(() => Volatile.Read(ref _unavailable), 30, "refusals while the server is away");
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Chat.FetchAsync(Channel, long.MaxValue, 1, false));
            await server.StartAsync();
        }

        await MoreAsync(() => _acknowledged.Count, 300, "messages after the last start");
        await stopping.CancelAsync();
        await Task.WhenAll(writers);

        var stored = await ReadAsync(server);
        Assert.Equal(stored.Count, stored.Select(static row => row.Body).Distinct().Count());
        var ids = stored.ToDictionary(static row => row.Body, static row => row.Id);
        Assert.All(_acknowledged, known => Assert.Equal(known.Value, ids[known.Key]));
        Assert.Equal(stored[^1].Id, await store.Chat.ReadUnreadPointerAsync(Channel));
    }

    private static async Task<UserId> PrepareAsync(OwnServer server, PostgresStorage store)
    {
        await store.Migrator.MigrateAsync();
        Assert.True(await store.Worlds.CreateAsync(WorldDefaults.NewWorld(World, "Sample", null, "secret")));
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"INSERT INTO core_channel (id, room_id, world_id) VALUES ('{Channel}', NULL, '{World}')", connection);
        await command.ExecuteNonQueryAsync();
        return (await store.Users.CreateAsync(TestStore.NewUser())).Id;
    }

    private async Task WriteAsync(PostgresStorage store, UserId user, int writer, CancellationToken stopping)
    {
        for (var number = 0; !stopping.IsCancellationRequested; number++)
        {
            var body = $"{writer}/{number}";
            var write = new TestChatWrite(null)
            {
                World = World,
                Channel = Channel,
                User = user,
                Now = TestStore.Now,
                EventType = ChatEventTypes.Message,
                Content = TestStore.Json($$"""{"type":"text","body":"{{body}}"}"""),
            };
            try
            {
                await store.Chat.WriteAsync(write, CancellationToken.None);
                Assert.True(_acknowledged.TryAdd(body, write.Outcome!.Value.Event!.Id));
            }
            catch (StoreUnavailableException)
            {
                // May be stored, may be not.
                Interlocked.Increment(ref _unavailable);
            }
        }
    }

    // By itself and within seconds; the limit is for machines that do much else.
    private static async Task MoreAsync(Func<int> count, int more, string what)
    {
        var wanted = count() + more;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (count() < wanted)
        {
            Assert.False(limit.IsCancellationRequested, $"There were not {more} {what}.");
            await Task.Delay(10, CancellationToken.None);
        }
    }

    private static async Task<List<(long Id, string Body)>> ReadAsync(OwnServer server)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT id, content->>'body' FROM core_chatevent ORDER BY id", connection);
        await using var rows = await command.ExecuteReaderAsync();
        List<(long, string)> stored = [];
        while (await rows.ReadAsync())
        {
            stored.Add((rows.GetInt64(0), rows.GetString(1)));
        }

        return stored;
    }
}
