namespace Venueless.Fast.Core.Domain;

/// <summary>The newest event of a channel; membership events do not count.</summary>
/// <param name="EventId">0: there is none.</param>
/// <param name="Sender">Null: nobody, or no longer known.</param>
public readonly record struct ChannelHead(long EventId, UserId? Sender);
