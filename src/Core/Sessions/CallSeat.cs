using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Core.Sessions;

/// <summary>
/// A session's place in a call of the roulette (calls.md part D). Who waits has one already: the call's id is known before somebody is found, so that both are in the
/// call from its first moment, on whatever nodes they are.
/// </summary>
/// <param name="room">Where it waits; null: it came into a call that is there.</param>
public sealed class CallSeat(CallId call, RoomId? room, Subscription subscription, CallSeatState state)
{
    // Changed by the session's commands and by broadcasts, whoever comes first.
    private int _state = (int)state;

    public CallId Call { get; } = call;

    public RoomId? Room { get; } = room;

    public Subscription Subscription { get; } = subscription;

    public CallSeatState State => (CallSeatState)Volatile.Read(ref _state);

    /// <summary>Somebody was found. False: the session knows. Any thread.</summary>
    public bool TryBegin() =>
        Interlocked.CompareExchange(ref _state, (int)CallSeatState.Running, (int)CallSeatState.Waiting) == (int)CallSeatState.Waiting;

    /// <summary>Somebody has hung up. False: it was over. Any thread.</summary>
    public bool TryEnd() => Interlocked.Exchange(ref _state, (int)CallSeatState.Over) != (int)CallSeatState.Over;
}
