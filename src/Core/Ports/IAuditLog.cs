using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Reads <c>core_auditlog</c>; the rows are written with the changes that they tell of. Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IAuditLog
{
    /// <summary>Rows of the world with a higher id, in their order, at most so many.</summary>
    Task<IReadOnlyList<AuditRow>> ReadAsync(WorldId world, long after, int limit, CancellationToken cancellation = default);
}
