using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Rows of <c>core_reaction</c> (rooms.md section 1). Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IReactionStore
{
    /// <summary>Inserts one row per reaction that was given, as one unit.</summary>
    Task AddAsync(RoomId room, ReactionCounts counts, DateTimeOffset now, CancellationToken cancellation = default);
}
