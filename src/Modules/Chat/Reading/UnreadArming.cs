using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Concurrency;

namespace Venueless.Fast.Modules.Chat.Reading;

/// <summary>
/// After <c>chat.mark_read</c>: the channel's next message is announced to the reader, and the one that has slipped in before that at once (chat.md section 7.8). Many
/// readers at a time, with a query per channel. Thread-safe.
/// </summary>
/// <remarks>Per command: one entry in a dictionary that is emptied and used again, 0 B in steady state.</remarks>
internal sealed class UnreadArming : IAsyncDisposable
{
    // Ten a second and channel in a storm; a lone reader waits for nothing.
    private const int RunsPerWindow = 2;

    // Those of a full world, several times; while the store is away.
    private const int MaxWaiting = 200_000;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(200);

    // As what else is delivered at a stop.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    private readonly IReadStateStore _store;
    private readonly IChatStore _chats;
    private readonly ILogger _logger;
    private readonly PacedWork _work;
    private readonly Lock _lock = new();

    // Under _lock: who waits, and whose turn it is, which only the work touches.
    private Dictionary<(ChannelId Channel, UserId User), ArmingRequest> _waiting = [];
    private Dictionary<(ChannelId Channel, UserId User), ArmingRequest> _served = [];

    // Under _lock: set with the first request; one node has one broker.
    private IBroker? _broker;

    public UnreadArming(IReadStateStore store, IChatStore chats, ILogger logger)
    {
        _store = store;
        _chats = chats;
        _logger = logger;

        // The process's own time: how the work is spread is nobody's business.
        _work = new PacedWork(RunAsync, RunsPerWindow, Window, TimeProvider.System);
    }

    /// <summary>Returns at once.</summary>
    public void Add(IBroker broker, ChannelId channel, in ArmingRequest request)
    {
        lock (_lock)
        {
            _broker = broker;
            AddLocked((channel, request.User.Id), request);
        }

        _work.Ask();
    }

    /// <summary>Whoever waits is served, unless the store needs longer than a stop may.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _work.DisposeAsync().AsTask().WaitAsync(DrainLimit);
        }
        catch (TimeoutException)
        {
            ChatLog.ArmingAbandoned(_logger);
        }
    }

    private void AddLocked((ChannelId, UserId) key, in ArmingRequest request)
    {
        _waiting.TryGetValue(key, out var known);
        _waiting[key] = request with { Need = request.Need | known.Need };
    }

    private async Task<bool> RunAsync()
    {
        IBroker broker;
        lock (_lock)
        {
            (_served, _waiting) = (_waiting, _served);
            broker = _broker!;
        }

        var isDone = true;
        foreach (var (channel, readers) in ByChannel())
        {
            try
            {
                await ServeAsync(broker, channel, readers);
            }
            catch (Exception exception)
            {
                ChatLog.ArmingFailed(_logger, channel.Value, exception.GetType().Name, exception.Message);
                PutBack(channel, readers);
                isDone = false;
            }
        }

        _served.Clear();
        return isDone;
    }

    private Dictionary<ChannelId, List<ArmingRequest>> ByChannel()
    {
        var channels = new Dictionary<ChannelId, List<ArmingRequest>>();
        foreach (var ((channel, _), request) in _served)
        {
            if (!channels.TryGetValue(channel, out var readers))
            {
                channels.Add(channel, readers = []);
            }

            readers.Add(request);
        }

        return channels;
    }

    private void PutBack(ChannelId channel, List<ArmingRequest> readers)
    {
        lock (_lock)
        {
            foreach (var reader in readers)
            {
                if (_waiting.Count < MaxWaiting)
                {
                    // Somebody may be armed already, who then would not be looked at again.
                    AddLocked((channel, reader.User.Id), reader with { Need = reader.Need.HasFlag(ArmingNeed.Arm) ? reader.Need | ArmingNeed.Check : reader.Need });
                }
            }
        }
    }

    private async Task ServeAsync(IBroker broker, ChannelId channel, List<ArmingRequest> readers)
    {
        List<UserId>? direct = null;
        var check = new Dictionary<UserId, ArmingRequest>();
        var arm = new Dictionary<UserId, ArmingRequest>();
        foreach (var reader in readers)
        {
            var user = reader.User.Id;
            if (reader.Need.HasFlag(ArmingNeed.ArmDirect))
            {
                (direct ??= []).Add(user);
            }

            if (reader.Need.HasFlag(ArmingNeed.Check))
            {
                check.Add(user, reader);
            }

            if (reader.Need.HasFlag(ArmingNeed.Arm))
            {
                arm.Add(user, reader);
            }
        }

        if (direct is not null)
        {
            await _store.ArmDirectAsync(channel, direct);
        }

        if (arm.Count > 0)
        {
            foreach (var user in await _store.ArmAsync(channel, [.. arm.Keys]))
            {
                check[user] = arm[user];
            }
        }

        if (check.Count > 0)
        {
            await TellMissedAsync(broker, channel, check.Values);
        }
    }

    /// <summary>
    /// They are armed since they have read. Whatever was written between is theirs to be told now; what comes later finds them armed, and whoever takes a reader out of
    /// the set first is the one who tells.
    /// </summary>
    private async Task TellMissedAsync(IBroker broker, ChannelId channel, IReadOnlyCollection<ArmingRequest> readers)
    {
        var head = await _chats.ReadHeadAsync(channel);
        foreach (var reader in readers)
        {
            var (user, reading) = (reader.User.Id, reader.User.Reading);
            var read = reading.ReadUpTo(channel);
            if (head.EventId <= read)
            {
                continue;
            }

            // Whose own message is the newest may have missed one before it.
            var unread = head.Sender == user ? await _chats.ReadUnreadSinceAsync(channel, user, read) ?? 0 : head.EventId;
            if (unread == 0 || !await _store.DisarmAsync(channel, user))
            {
                continue;
            }

            if (reading.ReadUpTo(channel) != read)
            {
                // Read meanwhile, by somebody who found the reader armed: from the beginning.
                Add(broker, channel, reader with { Need = ArmingNeed.Arm });
                continue;
            }

            broker.Publish(reader.World, TopicKey.User(user), ChatBroadcasts.UnreadPointer(channel, unread));
        }
    }
}
