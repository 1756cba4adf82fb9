namespace Venueless.Fast.Core.Domain;

/// <summary>A user's complete choice; options of other polls do not count.</summary>
public readonly record struct PollVote(UserId User, IReadOnlySet<PollOptionId> Options);
