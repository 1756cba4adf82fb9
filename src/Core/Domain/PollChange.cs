namespace Venueless.Fast.Core.Domain;

/// <summary>An update of a poll.</summary>
/// <param name="Poll">As it is now; null: an option is not one of the poll's, and nothing was stored.</param>
/// <param name="OldState">Before the update.</param>
public sealed record PollChange(Poll? Poll, string OldState);
