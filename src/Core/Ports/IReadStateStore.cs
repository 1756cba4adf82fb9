using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>
/// How far users have read, and whom a channel's next message shall be announced to (<c>chat:read</c> and <c>chat:unread.notify</c> of chat.md section 2).
/// Thread-safe; every method may throw <see cref="StoreUnavailableException"/>.
/// </summary>
/// <remarks>Changes count at once and are durable within a second (design section 6, named exception).</remarks>
public interface IReadStateStore
{
    /// <summary>All read pointers of the user.</summary>
    ValueTask<IReadOnlyDictionary<ChannelId, long>> ReadPointersAsync(UserId user, CancellationToken cancellation = default);

    /// <summary>The same for several users at once, each under its id; users without any may be absent.</summary>
    ValueTask<IReadOnlyDictionary<UserId, IReadOnlyDictionary<ChannelId, long>>> ReadPointersAsync(
        IReadOnlyCollection<UserId> users, CancellationToken cancellation = default);

    /// <summary>Sets a read pointer; it may go backwards.</summary>
    ValueTask SetPointerAsync(UserId user, ChannelId channel, long eventId, CancellationToken cancellation = default);

    /// <summary>Announces the channel's next message to the user; true if it was not to be announced already.</summary>
    ValueTask<bool> ArmAsync(ChannelId channel, UserId user, CancellationToken cancellation = default);

    /// <summary>
    /// Writes down, for other servers on the same data, that the next message of a direct channel is announced to these users. Nobody asks here: all of them are told of
    /// every message.
    /// </summary>
    ValueTask ArmDirectAsync(ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default);

    /// <summary>Undoes <see cref="ArmAsync"/>; true if there was something to undo.</summary>
    ValueTask<bool> DisarmAsync(ChannelId channel, UserId user, CancellationToken cancellation = default);

    /// <summary>Takes everybody out at once: each armed user goes to exactly one taker. In any order.</summary>
    ValueTask<IReadOnlyList<UserId>> TakeArmedAsync(ChannelId channel, CancellationToken cancellation = default);

    /// <summary>
    /// A member has hidden the direct channel: servers that keep in Redis that it is in everybody's list (<c>chat:direct:shownall</c>) have to look again. We never
    /// set that key: it only spares a look, and one that is missing is never wrong.
    /// </summary>
    ValueTask ForgetShownToAllAsync(ChannelId channel, CancellationToken cancellation = default);
}
