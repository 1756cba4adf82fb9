using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Channels' events and memberships. Thread-safe; every method may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IChatStore
{
    /// <summary>
    /// Commits one unit of work together with whatever else is waiting (design: group commit). Before the task completes,
    /// <see cref="ChatWrite.OnCommitted"/> has been run by the writer, in the order of event ids, after the transaction is durable.
    /// The token only counts while the write waits for room in the queue: what is queued is committed or fails.
    /// </summary>
    Task WriteAsync(ChatWrite write, CancellationToken cancellation = default);

    /// <summary>The last <paramref name="count"/> events with an id below <paramref name="beforeId"/>, ascending, with reactions.</summary>
    Task<IReadOnlyList<ChatEvent>> FetchAsync(ChannelId channel, long beforeId, int count, bool withoutMembership, CancellationToken cancellation = default);

    /// <summary>One event of the channel; null if the id is unknown or belongs to another channel.</summary>
    Task<ChatEvent?> FindEventAsync(ChannelId channel, long eventId, CancellationToken cancellation = default);

    /// <summary>The last id given out, over all channels and worlds; 0 if none (chat.md section 4).</summary>
    Task<long> ReadLastEventIdAsync(CancellationToken cancellation = default);

    /// <summary>Highest id of the channel's events that are not <c>channel.member</c>; 0 if none.</summary>
    Task<long> ReadUnreadPointerAsync(ChannelId channel, CancellationToken cancellation = default);

    /// <summary>Rows of all members of the channel.</summary>
    Task<IReadOnlyList<UserRow>> ReadMembersAsync(WorldId world, ChannelId channel, CancellationToken cancellation = default);

    /// <summary>Rows of all members of several channels at once; a channel without any is absent.</summary>
    Task<IReadOnlyDictionary<ChannelId, IReadOnlyList<UserRow>>> ReadMembersAsync(
        WorldId world, IReadOnlyCollection<ChannelId> channels, CancellationToken cancellation = default);

    /// <summary>All memberships of a user in its world, hidden and volatile ones included, without those of deleted rooms.</summary>
    Task<IReadOnlyList<Membership>> ReadMembershipsAsync(WorldId world, UserId user, CancellationToken cancellation = default);

    /// <summary>The user's membership in the channel; null if none.</summary>
    Task<Membership?> FindMembershipAsync(ChannelId channel, UserId user, CancellationToken cancellation = default);

    /// <summary>Those of the users who are members of the channel, in any order.</summary>
    Task<IReadOnlyList<UserId>> FindMembersAsync(ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default);

    /// <summary>Those of the users who have a persistent membership in the channel, in any order.</summary>
    Task<IReadOnlyList<UserId>> FindPersistentMembersAsync(ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default);

    /// <summary>The newest of the channel's events that are not <c>channel.member</c>.</summary>
    Task<ChannelHead> ReadHeadAsync(ChannelId channel, CancellationToken cancellation = default);

    /// <summary>Commits a reaction as <see cref="WriteAsync"/> commits its units; one row per event, emoji and user.</summary>
    Task ReactAsync(ReactionWrite write, CancellationToken cancellation = default);

    /// <summary>
    /// The channel's unread pointer if somebody else has written after <paramref name="eventId"/>, 0 if nobody has; membership events do not count.
    /// Null: the user has no persistent membership.
    /// </summary>
    Task<long?> ReadUnreadSinceAsync(ChannelId channel, UserId user, long eventId, CancellationToken cancellation = default);

    /// <summary>Number of the user's unread notifications by channel; channels without any are absent.</summary>
    Task<IReadOnlyDictionary<ChannelId, int>> CountNotificationsAsync(UserId user, CancellationToken cancellation = default);

    /// <summary>Deletes the user's notifications of the channel's events up to and including the id; returns how many.</summary>
    Task<int> DeleteNotificationsAsync(UserId user, ChannelId channel, long upTo, CancellationToken cancellation = default);
}
