using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Concurrency;

namespace Venueless.Fast.Modules.Chat;

/// <summary>
/// How many connections of a user are subscribed to a channel on this node, and whether other nodes have some: a volatile membership ends with the last one.
/// Thread-safe.
/// </summary>
/// <remarks>The decision "none is left" and the deletion it leads to are one step: whoever subscribes meanwhile waits for it (chat.md section 15).</remarks>
internal sealed class ChannelSockets
{
    private readonly IChannelNodes _nodes;
    private readonly KeyedGate<(UserId, ChannelId)> _gates = new();
    private readonly Lock _lock = new();

    // Under _lock; no entry means zero.
    private readonly Dictionary<(UserId, ChannelId), int> _counts = [];

    /// <param name="onNoneLeft">Runs when nobody waits who could end the membership; only if no connection is left here either.</param>
    public ChannelSockets(IChannelNodes nodes, Func<WorldId, UserId, ChannelId, Task> onNoneLeft)
    {
        _nodes = nodes;
        nodes.OnNoneLeft(async (world, user, channel) =>
        {
            using var pass = await _gates.EnterAsync((user, channel));
            if (Count(user, channel) == 0)
            {
                await onNoneLeft(world, user, channel);
            }
        });
    }

    /// <summary>Counts a connection.</summary>
    public async ValueTask AddAsync(WorldId world, UserId user, ChannelId channel)
    {
        using var pass = await _gates.EnterAsync((user, channel));
        if (Count(user, channel) == 0)
        {
            await _nodes.AddAsync(world, user, channel);
        }

        lock (_lock)
        {
            _counts.TryGetValue((user, channel), out var count);
            _counts[(user, channel)] = count + 1;
        }
    }

    /// <summary>
    /// Takes a connection away if <paramref name="wasSubscribed"/>, and runs <paramref name="onNoneLeft"/> if none is left now, keeping new ones out meanwhile. One that
    /// was never counted, in a direct channel, is nobody's last.
    /// </summary>
    public async ValueTask RemoveAsync(WorldId world, UserId user, ChannelId channel, bool wasSubscribed, Func<Task> onNoneLeft)
    {
        using var pass = await _gates.EnterAsync((user, channel));
        if (Decrement((user, channel), wasSubscribed ? 1 : 0) == 0)
        {
            await _nodes.RemoveAsync(world, user, channel, onNoneLeft);
        }
    }

    /// <summary>Number of connections; a snapshot.</summary>
    public int Count(UserId user, ChannelId channel)
    {
        lock (_lock)
        {
            return _counts.GetValueOrDefault((user, channel));
        }
    }

    private int Decrement((UserId User, ChannelId Channel) key, int by)
    {
        lock (_lock)
        {
            var count = _counts.GetValueOrDefault(key) - by;
            if (count > 0)
            {
                _counts[key] = count;
            }
            else
            {
                _counts.Remove(key);
            }

            return count;
        }
    }
}
