using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Core.Sessions;

// Calls of the roulette: calls.md part D.
public sealed partial class Session
{
    // Replaced as a whole by the session's own commands and clean-up; read by broadcasts on any thread. One or two entries.
    private CallSeat[] _callSeats = [];

    // Written by whoever replaces or moderates, read by the clean-up.
    private bool _endsCalls;

    /// <summary>The connection's name in the store, never used by another one.</summary>
    public Guid SocketId { get; } = Guid.NewGuid();

    /// <summary>True: whoever shares a call with this connection need not wait for its return. It was replaced, or its user moderated.</summary>
    public bool EndsCalls => Volatile.Read(ref _endsCalls);

    /// <summary>Calls the session is in or waits for. Any thread.</summary>
    public IReadOnlyList<CallSeat> CallSeats => Volatile.Read(ref _callSeats);

    /// <summary>The seat in a call; null: none. Any thread.</summary>
    public CallSeat? FindSeat(CallId call) => Array.Find(Volatile.Read(ref _callSeats), seat => seat.Call == call);

    /// <summary>From here on the session receives what happens in the call. By the session's own commands only.</summary>
    /// <param name="room">See <see cref="CallSeat.Room"/>.</param>
    public CallSeat TakeSeat(CallId call, RoomId? room, CallSeatState state)
    {
        var seat = new CallSeat(call, room, Subscribe(TopicKey.Call(call)), state);
        Volatile.Write(ref _callSeats, [.. _callSeats, seat]);
        return seat;
    }

    /// <summary>Gives a seat up. By the session's own commands and clean-up only.</summary>
    public void LeaveSeat(CallSeat seat)
    {
        TopicRegistry.Unsubscribe(seat.Subscription);
        Volatile.Write(ref _callSeats, Array.FindAll(_callSeats, other => other != seat));
    }
}
