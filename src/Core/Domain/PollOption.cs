namespace Venueless.Fast.Core.Domain;

/// <summary>An option of a poll.</summary>
/// <param name="Votes">The kept result of a poll that is over, else the votes as they are.</param>
public sealed record PollOption(PollOptionId Id, string Content, int Order, long Votes);
