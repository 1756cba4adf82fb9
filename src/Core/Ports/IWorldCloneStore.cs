using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Domain.Cloning;

namespace Venueless.Fast.Core.Ports;

/// <summary>Reads what a copy of a world consists of, and writes one (operations.md section 3.4). Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IWorldCloneStore
{
    /// <summary>World, rooms and exhibitors, in one consistent step; null if there is no such world.</summary>
    Task<ClonedWorld?> ReadAsync(WorldId world, CancellationToken cancellation = default);

    /// <summary>Those of the ids that are stored files of the world and have not expired, whether or not the files exist.</summary>
    Task<IReadOnlyList<ClonedFile>> FindFilesAsync(WorldId world, IReadOnlyCollection<Guid> ids, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>Writes the copy in one transaction. False if its id or its domain is taken; nothing is written then.</summary>
    /// <exception cref="StoreRefusedException">A value does not fit its column; nothing was written.</exception>
    Task<bool> WriteAsync(ClonedWorld copy, CancellationToken cancellation = default);
}
