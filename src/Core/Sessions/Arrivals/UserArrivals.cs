using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Sessions.Arrivals;

/// <summary>
/// Nodes learn of each other that they have the same user: from then on they tell each other what they would otherwise keep to themselves, and a login reads what
/// the others have known until then. Thread-safe.
/// </summary>
/// <remarks>
/// A login tells all nodes. Those that have the user hand over what they hold and answer. The login waits for the nodes that are known to have connections of the
/// user, mostly none; one that does not answer in time is not waited for again until it is heard, and the user's connections are told of what it hands over then.
/// </remarks>
public sealed class UserArrivals(
    NodeIdentity node, UserDirectory users, IConnectionRegistry connections, IUserHandover handover, Lazy<IBroker> broker, ILogger<UserArrivals> logger)
{
    // A login that takes longer is noticed; an answer takes a few milliseconds.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromMilliseconds(500);

    // As long as a node that has crashed is listed.
    private static readonly TimeSpan Mute = TimeSpan.FromSeconds(90);

    // A node that has crashed never answers. Who is forgotten learns with the next mark.
    private const int MaxLate = 10_000;

    private readonly Guid _node = Guid.ParseExact(node.Id, "N");
    private readonly UserDirectory _users = users;
    private readonly IConnectionRegistry _connections = connections;
    private readonly IUserHandover _handover = handover;
    private readonly Lazy<IBroker> _broker = broker;
    private readonly ILogger _logger = logger;
    private readonly Lock _lock = new();

    // All under _lock: who waits; since when a node owes an answer; who has logged in without it.
    private readonly Dictionary<UserId, List<Arrival>> _waiting = [];
    private readonly Dictionary<Guid, long> _mute = [];
    private readonly HashSet<(UserId User, Guid Node)> _late = [];

    /// <summary>
    /// For a session that has joined the user's topic and has not read anything yet. Completes when the other nodes have handed over. Throws
    /// <see cref="StoreUnavailableException"/>.
    /// </summary>
    public async ValueTask AnnounceAsync(WorldId world, UserId user)
    {
        var others = await _connections.FindOtherNodesAsync(user);
        var awaited = FindAwaited(others);
        var arrival = awaited.Count == 0 ? null : Begin(user, awaited);
        Publish(world, ArrivalSignals.Arrived(user, _node, awaited));
        if (others.Count > 0)
        {
            _users.Find(user)?.NoteElsewhere();
        }

        if (arrival is null)
        {
            return;
        }

        try
        {
            if (!await arrival.WaitAsync(AnswerTimeout))
            {
                NoteMute(user, arrival);
            }
        }
        finally
        {
            End(user, arrival);
        }
    }

    /// <summary>Another node's login.</summary>
    internal void OnArrived(WorldId world, ReadOnlySpan<byte> body)
    {
        var user = new UserId(ArrivalSignals.IdAt(body, 0));
        var asker = ArrivalSignals.IdAt(body, 1);
        var isAwaited = false;
        for (var index = 2; index < ArrivalSignals.CountIds(body); index++)
        {
            isAwaited |= ArrivalSignals.IdAt(body, index) == _node;
        }

        // First: whoever changes something after this tells the other node.
        var state = _users.Find(user);
        state?.NoteElsewhere();
        if (state is not null || isAwaited)
        {
            _ = AnswerAsync(world, user, state, asker, isAwaited);
        }
    }

    /// <summary>Another node's answer to a login, here or elsewhere.</summary>
    internal void OnAnswered(WorldId world, ReadOnlySpan<byte> body)
    {
        if (ArrivalSignals.IdAt(body, 1) != _node)
        {
            return;
        }

        var user = new UserId(ArrivalSignals.IdAt(body, 0));
        var other = ArrivalSignals.IdAt(body, 2);
        var state = _users.Find(user);
        if (body[^1] == 1)
        {
            state?.NoteElsewhere();
        }

        bool isLate;
        lock (_lock)
        {
            _mute.Remove(other);
            isLate = _late.Remove((user, other));
            foreach (var arrival in _waiting.GetValueOrDefault(user) ?? [])
            {
                arrival.NoteAnswer(other);
            }
        }

        if (isLate && state is not null)
        {
            _ = _handover.CatchUpAsync(world, state).AsTask();
        }
    }

    private async Task AnswerAsync(WorldId world, UserId user, UserState? state, Guid asker, bool isAwaited)
    {
        try
        {
            await _handover.HandOverAsync(world, user, state, isAwaited);
        }
        catch (Exception exception)
        {
            Log.HandoverFailed(_logger, user.Value, exception.GetType().Name, exception.Message);
        }

        Publish(world, ArrivalSignals.Answered(user, asker, _node, isHere: state is not null));
    }

    private void Publish(WorldId world, Signal signal)
    {
        var pushes = new PushList();
        pushes.Add(signal);
        _broker.Value.Publish(world, pushes);
    }

    /// <summary>Those that are expected to answer.</summary>
    private List<Guid> FindAwaited(IReadOnlyCollection<string> others)
    {
        var awaited = new List<Guid>(others.Count);
        lock (_lock)
        {
            foreach (var other in others)
            {
                var id = Guid.ParseExact(other, "N");
                if (!_mute.TryGetValue(id, out var since) || Stopwatch.GetElapsedTime(since) > Mute)
                {
                    awaited.Add(id);
                }
            }
        }

        return awaited;
    }

    private Arrival Begin(UserId user, List<Guid> awaited)
    {
        var arrival = new Arrival(awaited);
        lock (_lock)
        {
            if (!_waiting.TryGetValue(user, out var arrivals))
            {
                _waiting.Add(user, arrivals = []);
            }

            arrivals.Add(arrival);
        }

        return arrival;
    }

    private void NoteMute(UserId user, Arrival arrival)
    {
        lock (_lock)
        {
            foreach (var other in arrival.Awaited)
            {
                _mute[other] = Stopwatch.GetTimestamp();
                if (_late.Count >= MaxLate)
                {
                    _late.Clear();
                }

                _late.Add((user, other));
                Log.NodeMute(_logger, other);
            }
        }
    }

    private void End(UserId user, Arrival arrival)
    {
        lock (_lock)
        {
            var arrivals = _waiting[user];
            arrivals.Remove(arrival);
            if (arrivals.Count == 0)
            {
                _waiting.Remove(user);
            }
        }
    }
}
