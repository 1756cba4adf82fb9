using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>What a committed <see cref="ChatWrite"/> did.</summary>
/// <param name="MembershipChanged">A membership row was inserted or deleted, or hidden (a conversion from volatile to persistent does not count).</param>
/// <param name="Event">The inserted event, null if none.</param>
public readonly record struct ChatWriteOutcome(bool MembershipChanged, ChatEvent? Event)
{
    /// <summary>Only for direct channels and edits; then there is nothing else.</summary>
    public ChatRefusal Refusal { get; init; }

    /// <summary>Whose hidden membership has come back, with the lists from then on; null: nobody's.</summary>
    public IReadOnlyList<ReopenedList>? Reopened { get; init; }
}
