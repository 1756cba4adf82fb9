using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.EventIds;
using Venueless.Fast.Storage.Postgres;
using Venueless.Fast.Storage.Tests.Services;

namespace Venueless.Fast.Storage.Tests.Postgres;

public sealed class SharedDatabaseTests
{
    [ServiceFact(TestDatabase.Variable)]
    public async Task Write_ByTwoNodes_ShowsEachChannelsIdsInTheirOrder()
    {
        await using var test = await TestStore.CreateAsync(StoreKind.Postgres);
        var user = await test.AddUserAsync();
        ChannelId[] channels = [test.Channel, .. Enumerable.Range(0, 3).Select(_ => new ChannelId(Guid.NewGuid()))];
        foreach (var channel in channels[1..])
        {
            test.AddChannel(channel, null);
        }

        var ids = new SharedEventIds();
        await using var first = Open(test, ids);
        await using var second = Open(test, ids);
        using var done = new CancellationTokenSource();
        var watching = WatchAsync(((PostgresBackend)test.Backend).Database, done.Token);
        await Task.WhenAll(
            from node in new[] { first, second }
            from channel in channels
            from sender in Enumerable.Range(0, 3)
            select Task.Run(async () =>
            {
                for (var count = 0; count < 25; count++)
                {
                    await node.Chat.WriteAsync(Message(test, user, channel));
                }
            }));
        await done.CancelAsync();

        Assert.Empty(await watching);
        Assert.Equal(600, test.Number("SELECT COUNT(*) FROM core_chatevent"));
    }

    private static PostgresStorage Open(TestStore test, IEventIdSource ids) => PostgresStorage.Open(
        ((PostgresBackend)test.Backend).Database.Options with { IsShared = true },
        ids,
        NoVersionKeys.Instance,
        TimeProvider.System,
        NullLogger<PostgresStorage>.Instance);

    private static TestChatWrite Message(TestStore test, UserId user, ChannelId channel) => new(null)
    {
        World = TestStore.World,
        Channel = channel,
        User = user,
        Now = TestStore.Now,
        EventType = ChatEventTypes.Message,
        Content = TestStore.Json("{}"),
    };

    /// <summary>Looks at the table again and again, until it was told to stop; what appeared below an id that had been there before is out of order.</summary>
    private static async Task<List<string>> WatchAsync(TestDatabase database, CancellationToken done)
    {
        List<string> late = [];
        var highest = new Dictionary<Guid, long>();
        var seen = new HashSet<long>();
        var isLast = false;
        while (!isLast)
        {
            isLast = done.IsCancellationRequested;
            await using var command = database.DataSource.CreateCommand("SELECT channel_id, id FROM core_chatevent ORDER BY id");
            await using var rows = await command.ExecuteReaderAsync(CancellationToken.None);
            var before = new Dictionary<Guid, long>(highest);
            while (await rows.ReadAsync(CancellationToken.None))
            {
                var (channel, id) = (rows.GetGuid(0), rows.GetInt64(1));
                if (seen.Add(id) && before.TryGetValue(channel, out var known) && id < known)
                {
                    late.Add($"{channel}: {id} after {known}");
                }

                highest[channel] = id;
            }
        }

        return late;
    }
}
