using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>
/// Posters of a world and the votes for them (posters.md). Thread-safe; may throw <see cref="StoreUnavailableException"/>. Lists are ordered by title.
/// </summary>
public interface IPosterStore
{
    /// <param name="presenter">Null: all of the world.</param>
    Task<IReadOnlyList<ShortPoster>> ReadShortAsync(WorldId world, UserId? presenter, CancellationToken cancellation = default);

    /// <summary>All posters of a parent room, without <see cref="Poster.HasVoted"/>: it is the same for everybody.</summary>
    Task<IReadOnlyList<Poster>> ReadRoomAsync(WorldId world, RoomId room, CancellationToken cancellation = default);

    /// <summary>Those of the parent room's posters that the user has voted for, in any order.</summary>
    Task<IReadOnlyList<PosterId>> ReadVotesAsync(RoomId room, UserId user, CancellationToken cancellation = default);

    /// <summary>Null: not in this world.</summary>
    Task<Poster?> FindAsync(WorldId world, PosterId poster, UserId viewer, CancellationToken cancellation = default);

    Task<IReadOnlyList<Poster>> ReadPresentedAsync(WorldId world, UserId presenter, UserId viewer, CancellationToken cancellation = default);

    /// <summary>One row per user and poster. Returns the time of the first vote; null: no such poster.</summary>
    Task<DateTimeOffset?> VoteAsync(WorldId world, PosterId poster, UserId user, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>False: no such poster.</summary>
    Task<bool> UnvoteAsync(WorldId world, PosterId poster, UserId user, CancellationToken cancellation = default);

    /// <summary>Stores the change as one unit with versions and audit row, a new poster with a channel of its own. A refused one stores nothing.</summary>
    Task<(PosterRefusal Refusal, Poster? Poster)> SaveAsync(PosterPatch patch, PosterAuthor author, CancellationToken cancellation = default);

    /// <summary>False: no such poster.</summary>
    Task<bool> DeleteAsync(PosterId poster, PosterAuthor author, CancellationToken cancellation = default);
}
