using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Removes personal data of whole worlds (operations.md sections 3.12 and 3.13). Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IWorldClearingStore
{
    /// <summary>
    /// Deletes everything that visitors have left in the world, in one transaction; its structure stays, the domain becomes free. Who writes to the world meanwhile is
    /// refused or deleted with the rest.
    /// </summary>
    /// <param name="unusedSince">Only if it is still one of <see cref="ListUnusedAsync"/>; null: in any case.</param>
    /// <returns>Null: there is no such world, or it is used; nothing was changed.</returns>
    Task<ClearedWorld?> ClearAsync(WorldId world, DateTimeOffset? unusedSince = null, CancellationToken cancellation = default);

    /// <summary>Worlds with planned usages, all of them over, in which nothing has happened after the given moment; in the order of their ids.</summary>
    Task<IReadOnlyList<WorldId>> ListUnusedAsync(DateTimeOffset since, CancellationToken cancellation = default);
}
