using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>
/// How far users have read, and whom a channel's next message shall be announced to (<c>chat:read</c> and <c>chat:unread.notify</c> of chat.md section 2).
/// Thread-safe; every method may throw <see cref="StoreUnavailableException"/>.
/// </summary>
/// <remarks>
/// Changes count at once on this node and are durable within a second (design section 6, named exception). Where several nodes share the store, read pointers may stay in
/// this node's memory for that long: <see cref="FlushAsync(UserId, CancellationToken)"/> before another one asks.
/// </remarks>
public interface IReadStateStore
{
    /// <summary>All read pointers of the user.</summary>
    ValueTask<IReadOnlyDictionary<ChannelId, long>> ReadPointersAsync(UserId user, CancellationToken cancellation = default);

    /// <summary>The same for several users at once, each under its id; users without any may be absent.</summary>
    ValueTask<IReadOnlyDictionary<UserId, IReadOnlyDictionary<ChannelId, long>>> ReadPointersAsync(
        IReadOnlyCollection<UserId> users, CancellationToken cancellation = default);

    /// <summary>
    /// Sets a read pointer, in memory, 0 B in steady state; it may go backwards, the last one counts. While the store is away pointers are kept, up to a bound, and stored
    /// later; beyond it <see cref="StoreUnavailableException"/> is thrown.
    /// </summary>
    void SetPointer(UserId user, ChannelId channel, long eventId);

    /// <summary>Completes when every node reads the pointers that were set for the user here; true if some did not before.</summary>
    ValueTask<bool> FlushAsync(UserId user, CancellationToken cancellation = default);

    /// <summary>The same for everybody, before the node stops. Never throws: what cannot be stored now is tried again.</summary>
    Task FlushAsync();

    /// <summary>
    /// Announces the channel's next message to the user, if that is done in this node's memory and at once; 0 B in steady state. False: nothing was done,
    /// <see cref="ArmAsync(ChannelId, UserId, CancellationToken)"/> does it.
    /// </summary>
    /// <param name="isNew">It was not to be announced already.</param>
    bool TryArm(ChannelId channel, UserId user, out bool isNew);

    /// <summary>Announces the channel's next message to the user; true if it was not to be announced already.</summary>
    ValueTask<bool> ArmAsync(ChannelId channel, UserId user, CancellationToken cancellation = default);

    /// <summary>The same for many users; those to whom it was not to be announced already, in any order.</summary>
    ValueTask<IReadOnlyList<UserId>> ArmAsync(ChannelId channel, IReadOnlyList<UserId> users, CancellationToken cancellation = default);

    /// <summary>
    /// Writes down, for other servers on the same data, that the next message of a direct channel is announced to these users. Nobody asks here: all of them are told of
    /// every message.
    /// </summary>
    ValueTask ArmDirectAsync(ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default);

    /// <summary>Undoes <see cref="ArmAsync(ChannelId, UserId, CancellationToken)"/>; true if there was something to undo.</summary>
    ValueTask<bool> DisarmAsync(ChannelId channel, UserId user, CancellationToken cancellation = default);

    /// <summary>Takes everybody out at once: each armed user goes to exactly one taker. In any order.</summary>
    ValueTask<IReadOnlyList<UserId>> TakeArmedAsync(ChannelId channel, CancellationToken cancellation = default);

    /// <summary>
    /// A member has hidden the direct channel: servers that keep in Redis that it is in everybody's list (<c>chat:direct:shownall</c>) have to look again. We never
    /// set that key: it only spares a look, and one that is missing is never wrong.
    /// </summary>
    ValueTask ForgetShownToAllAsync(ChannelId channel, CancellationToken cancellation = default);
}
