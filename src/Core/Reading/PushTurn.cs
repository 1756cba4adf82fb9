namespace Venueless.Fast.Core.Reading;

/// <summary>When a user's other connections are told of a read pointer.</summary>
public enum PushTurn : byte
{
    /// <summary>At once.</summary>
    Now,

    /// <summary>With the next tick; the caller sees to it.</summary>
    Later,

    /// <summary>With the next tick, which somebody else has seen to.</summary>
    AlreadyOwed,
}
