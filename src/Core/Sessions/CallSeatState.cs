namespace Venueless.Fast.Core.Sessions;

/// <summary>How far a <see cref="CallSeat"/> is; never backwards.</summary>
public enum CallSeatState
{
    /// <summary>Nobody was found yet, or the session was not told.</summary>
    Waiting,

    /// <summary>The session is in the call.</summary>
    Running,

    /// <summary>Somebody has hung up: nothing more is received.</summary>
    Over,
}
