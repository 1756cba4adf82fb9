using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Operators;

/// <summary>Carries out what operators order for this node's connections (connection.md section 6). Thread-safe; returns at once.</summary>
/// <remarks>
/// A reload is one broadcast to the label's topic, which fan-out sends in turns with all others. A drop takes a snapshot and closes it in slices, on a task of its own and
/// without any lock, at most so many connections at once on their way out: what a hall that leaves costs is spread, and the clean-ups of a slice share their writes.
/// </remarks>
public sealed class ConnectionOrders(NodeIdentity node, SessionRegistry sessions, TopicRegistry topics, ILogger<ConnectionOrders> logger)
{
    // About a millisecond's work: what others wait for at most, on the thread that closes.
    private const int SliceSize = 64;

    // Four slices whose clients have not answered or whose clean-up is not done: enough that clean-ups share statements, few enough that pings are not queued behind them.
    private const int MaxClosing = 256;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    // Per slice; peers that never answer need seconds each, and must not hold up the others for long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly NodeIdentity _node = node;
    private readonly SessionRegistry _sessions = sessions;
    private readonly TopicRegistry _topics = topics;
    private readonly ILogger _logger = logger;

    /// <summary>All connections with the label; returns how many these are, zero on a node with another label.</summary>
    public int CarryOut(OperatorAction action, string label)
    {
        if (label != _node.Label)
        {
            return 0;
        }

        int count;
        if (action == OperatorAction.Reload)
        {
            using var broadcast = new SingleFormBroadcast(SharedFrame.CreateText(Session.ReloadMessage));
            count = _topics.Deliver(TopicKey.Version(label), broadcast);
        }
        else
        {
            var open = _sessions.ToList();
            count = open.Count;
            _ = DropAsync(open);
        }

        Log.OrderCarriedOut(_logger, action, count);
        return count;
    }

    /// <summary>One connection, by name; zero when it is none of this node's or has ended.</summary>
    public int CarryOutOne(OperatorAction action, string connection)
    {
        if (!_node.TryFindConnection(connection, out var id) || _sessions.Find(id) is not { } session)
        {
            return 0;
        }

        if (action == OperatorAction.Drop)
        {
            session.Drop(CloseReason.Normal);
        }
        else
        {
            session.ProposeReload();
        }

        return 1;
    }

    /// <summary>The names of all connections with the label, oldest first.</summary>
    public IReadOnlyList<string> FindNames(string label)
    {
        if (label != _node.Label)
        {
            return [];
        }

        var open = _sessions.ToList();
        open.Sort(static (one, other) => one.Connection.Id.CompareTo(other.Connection.Id));
        var names = new List<string>(open.Count);
        foreach (var session in open)
        {
            names.Add(_node.NameOf(session.Connection.Id));
        }

        return names;
    }

    private async Task DropAsync(List<Session> open)
    {
        // Whoever has ordered it waits for the number.
        await Task.Yield();
        try
        {
            var closing = new List<Session>(MaxClosing + SliceSize);
            for (var first = 0; first < open.Count; first += SliceSize)
            {
                foreach (var session in open.GetRange(first, Math.Min(SliceSize, open.Count - first)))
                {
                    session.Drop(CloseReason.Normal);
                    closing.Add(session);
                }

                await WaitForClosingAsync(closing);
            }
        }
        catch (Exception exception)
        {
            // A defect, which nobody else would see.
            Log.OrderFailed(_logger, exception);
        }
    }

    // The process's own time, not the tests': a drop goes on even when nobody moves a fake clock.
    private async Task WaitForClosingAsync(List<Session> closing)
    {
        var begun = TimeProvider.System.GetTimestamp();
        do
        {
            await Task.Delay(Pause, TimeProvider.System);
            closing.RemoveAll(session => _sessions.Find(session.Connection.Id) is null);
        }
        while (closing.Count > MaxClosing && TimeProvider.System.GetElapsedTime(begun) < Patience);
    }
}
