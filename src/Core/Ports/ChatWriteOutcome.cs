using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>What a committed <see cref="ChatWrite"/> did.</summary>
/// <param name="MembershipChanged">A membership row was inserted or deleted (a conversion from volatile to persistent does not count).</param>
/// <param name="Event">The inserted event, null if none.</param>
public readonly record struct ChatWriteOutcome(bool MembershipChanged, ChatEvent? Event);
