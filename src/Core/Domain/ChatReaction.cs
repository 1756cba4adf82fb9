namespace Venueless.Fast.Core.Domain;

/// <summary>One emoji by one user on an event, in the order of reacting.</summary>
public readonly record struct ChatReaction(string Emoji, UserId User);
