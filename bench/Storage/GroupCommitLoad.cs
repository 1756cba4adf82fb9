using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Domain.Import;

namespace Venueless.Fast.Bench.Storage;

/// <summary>The senders: each has its channel of the sample world and sends its next message when the last one is durable.</summary>
internal sealed class GroupCommitLoad
{
    public const int Events = 10_000;
    public const int Senders = 200;

    private static readonly RawJson Content = new("""{"type":"text","body":"How do we get from the pier to the galley?"}"""u8.ToArray());

    private readonly BenchStore _store;
    private readonly WorldId _world;
    private readonly ChannelId[] _channels;
    private readonly UserId[] _users;

    private GroupCommitLoad(BenchStore store, WorldId world, ChannelId[] channels, UserId[] users)
    {
        _store = store;
        _world = world;
        _channels = channels;
        _users = users;
    }

    public static async Task<GroupCommitLoad> PrepareAsync(BenchStore store)
    {
        await store.Storage.Migrator.MigrateAsync();
        var world = await store.Storage.Importer.ImportAsync(WorldImport.Parse(ReadSample()));
        var data = (await store.Storage.Worlds.LoadAsync(world))!;
        var users = await Task.WhenAll(Enumerable.Range(0, Senders).Select(number => store.Storage.Users.CreateAsync(
            new NewUser(new UserId(Guid.NewGuid()), world, $"sender-{number}", null, [], RawJson.EmptyObject, null))));
        return new GroupCommitLoad(
            store,
            world,
            [.. data.Rooms.Where(static room => room.Channel is not null).Select(static room => room.Channel!.Value)],
            [.. users.Select(static user => user.Id)]);
    }

    public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(sender))));

    /// <summary>Everything arrived.</summary>
    public async Task ValidateAsync()
    {
        var last = await _store.Storage.Chat.ReadLastEventIdAsync();
        var stored = 0;
        foreach (var channel in _channels)
        {
            stored += (await _store.Storage.Chat.FetchAsync(channel, long.MaxValue, Events, withoutMembership: true)).Count;
        }

        if (stored != Events || last != Events)
        {
            throw new InvalidOperationException($"{stored} events are stored, the last id is {last}.");
        }
    }

    private async Task SendAsync(int sender)
    {
        for (var count = 0; count < Events / Senders; count++)
        {
            await _store.Storage.Chat.WriteAsync(new BenchMessage
            {
                World = _world,
                Channel = _channels[sender % _channels.Length],
                User = _users[sender],
                Now = TimeProvider.System.GetUtcNow(),
                EventType = ChatEventTypes.Message,
                Content = Content,
            });
        }
    }

    public static byte[] ReadSample()
    {
        using var stream = typeof(GroupCommitLoad).Assembly.GetManifestResourceStream("sample-world.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
