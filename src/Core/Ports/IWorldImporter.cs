using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Domain.Import;

namespace Venueless.Fast.Core.Ports;

/// <summary>Writes an import document (operations.md section 4).</summary>
public interface IWorldImporter
{
    /// <summary>
    /// Creates or updates the world in one transaction; a repeated import changes no ids. Throws <see cref="WorldImportException"/> for references that lead
    /// nowhere and for a domain that another world has, <see cref="StoreUnavailableException"/> when the store is away; nothing is written then.
    /// </summary>
    Task<WorldId> ImportAsync(WorldImport import, CancellationToken cancellation = default);
}
