namespace Venueless.Fast.Core.Domain;

/// <summary>A question as one user lists it.</summary>
/// <param name="IsVoted">The user has voted for it.</param>
public sealed record ListedQuestion(Question Question, bool IsVoted);
