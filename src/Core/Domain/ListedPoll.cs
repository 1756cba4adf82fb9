namespace Venueless.Fast.Core.Domain;

/// <summary>A poll as one user lists it.</summary>
/// <param name="Answers">The options that the user has voted for.</param>
public sealed record ListedPoll(Poll Poll, IReadOnlyList<PollOptionId> Answers);
