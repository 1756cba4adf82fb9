using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain;

/// <summary>A persisted entry of a channel: chat.md section 3. Immutable.</summary>
public sealed record ChatEvent(
    long Id,
    ChannelId Channel,
    UserId? Sender,
    DateTimeOffset Timestamp,
    string EventType,
    RawJson Content,
    DateTimeOffset? Edited,
    long? Replaces,
    IReadOnlyList<ChatReaction> Reactions);
