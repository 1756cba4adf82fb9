using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>The reactions of one room. Thread-safe.</summary>
internal sealed class RoomTally(TimeProvider time)
{
    /// <summary>How long the same reaction of one user counts once (rooms.md section 7).</summary>
    private static readonly TimeSpan DebounceTime = TimeSpan.FromSeconds(2);

    /// <summary>A tick that is older has lost its owner.</summary>
    private static readonly TimeSpan MaxTickAge = TimeSpan.FromSeconds(3);

    private readonly TimeProvider _time = time;
    private readonly Lock _lock = new();

    // All under _lock. Who reacted within the debounce time, and the same in the order of time; what is too old goes with the next reaction, so both stay as
    // large as the busiest two seconds.
    private readonly HashSet<(UserId User, RoomReaction Reaction)> _recent = [];
    private readonly Queue<(UserId User, RoomReaction Reaction, long At)> _order = new();
    private ReactionCounts _counts;
    private long? _tickStartedAt;

    public ReactionStep Add(UserId user, RoomReaction reaction)
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            ForgetLocked(now);
            if (!_recent.Add((user, reaction)))
            {
                return ReactionStep.Debounced;
            }

            _order.Enqueue((user, reaction, now));
            _counts.Add(reaction);
            if (_tickStartedAt is { } startedAt)
            {
                return _time.GetElapsedTime(startedAt, now) > MaxTickAge ? ReactionStep.OwnsTick : ReactionStep.Counted;
            }

            _tickStartedAt = now;
            return ReactionStep.OwnsTick;
        }
    }

    public ReactionCounts Take()
    {
        lock (_lock)
        {
            var taken = _counts;
            _counts = default;
            _tickStartedAt = null;
            return taken;
        }
    }

    private void ForgetLocked(long now)
    {
        while (_order.TryPeek(out var oldest) && _time.GetElapsedTime(oldest.At, now) >= DebounceTime)
        {
            _order.Dequeue();
            _recent.Remove((oldest.User, oldest.Reaction));
        }
    }
}
