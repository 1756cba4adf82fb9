namespace Venueless.Fast.Core.Domain;

/// <summary>What one user wants: to have voted for the question, or not to have.</summary>
public readonly record struct QuestionVote(UserId User, bool IsUp);
