namespace Venueless.Fast.Core.Ports;

/// <summary>What became of one reaction.</summary>
public enum ReactionStep : byte
{
    /// <summary>The user gave the same reaction in this room less than 2 s ago: not counted.</summary>
    Debounced,

    /// <summary>Counted; somebody else takes the tick's counts.</summary>
    Counted,

    /// <summary>Counted; the caller has to take the counts in a second, because it started the tick or because who did seems to be gone.</summary>
    OwnsTick,
}
