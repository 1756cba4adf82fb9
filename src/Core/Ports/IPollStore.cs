using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Polls of rooms (polls.md). Thread-safe.</summary>
/// <remarks>For the order of writes and for <c>committed</c> see <see cref="IQuestionStore"/>.</remarks>
public interface IPollStore
{
    /// <summary>Stores a new poll with its options.</summary>
    Task CreateAsync(RoomId room, NewPoll poll, DateTimeOffset now, Action<Poll> committed, CancellationToken cancellation = default);

    /// <summary>Writes what the patch names. Null: the room has no such poll.</summary>
    /// <param name="committed">Not run either when an option is not the poll's.</param>
    Task<PollChange?> UpdateAsync(RoomId room, PollId poll, PollPatch patch, Action<PollChange> committed, CancellationToken cancellation = default);

    /// <summary>Deletes the poll with its options and votes. False: the room has no such poll.</summary>
    /// <param name="committed">Gets the poll as it was, without its options.</param>
    Task<bool> DeleteAsync(RoomId room, PollId poll, Action<Poll> committed, CancellationToken cancellation = default);

    /// <summary>
    /// Replaces the choices of these users, if the poll is open; of one user the last counts. No votes: only looks. False: the room has no such poll.
    /// </summary>
    /// <param name="committed">Gets the poll; when it is not open, nothing was stored.</param>
    Task<bool> VoteAsync(RoomId room, PollId poll, IReadOnlyCollection<PollVote> votes, Action<Poll> committed, CancellationToken cancellation = default);

    /// <summary>Pins this poll of the room and no other. False: the room has no such poll.</summary>
    /// <param name="committed">Gets the poll without its options.</param>
    Task<bool> PinAsync(RoomId room, PollId poll, Action<Poll> committed, CancellationToken cancellation = default);

    /// <summary>Unpins all polls of the room.</summary>
    Task UnpinAsync(RoomId room, Action committed, CancellationToken cancellation = default);

    /// <summary>The room's polls by time, then id.</summary>
    /// <param name="withHidden">False: only what is open or closed.</param>
    Task<IReadOnlyList<ListedPoll>> ListAsync(RoomId room, UserId reader, bool withHidden, CancellationToken cancellation = default);

    /// <summary>The room's polls in which the user has a vote.</summary>
    Task<IReadOnlyList<PollId>> ReadVotedAsync(RoomId room, UserId user, CancellationToken cancellation = default);
}
