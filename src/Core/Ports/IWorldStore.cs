using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Worlds and their rooms. Thread-safe; every method may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IWorldStore
{
    /// <summary>The world with all undeleted rooms; null if there is none of this id.</summary>
    Task<WorldData?> LoadAsync(WorldId world, CancellationToken cancellation = default);

    /// <summary>
    /// A number that changes whenever the world's row or one of its rooms may have been changed by another process (connection.md section 9).
    /// Cheap: never reads the rows. Own writes may or may not change it.
    /// </summary>
    Task<long> ReadStampAsync(WorldId world, CancellationToken cancellation = default);

    /// <summary>The world whose <c>domain</c> is this host (lower case, with port if not the default), null if none.</summary>
    Task<WorldId?> FindByDomainAsync(string domain, CancellationToken cancellation = default);

    /// <summary>All worlds, ordered by id.</summary>
    Task<IReadOnlyList<WorldRow>> ListAsync(CancellationToken cancellation = default);

    /// <summary>Inserts a world without rooms. False if the id or the domain is taken; nothing is written then.</summary>
    Task<bool> CreateAsync(WorldRow world, CancellationToken cancellation = default);

    /// <summary>
    /// Changes title, locale, time zone, roles, grants and config of the world's row under its lock, bumps its version and writes the audit row
    /// <c>world.updated</c>. Changes of one world follow each other, on all nodes. Null: there is no such world.
    /// </summary>
    /// <param name="change">From the locked row to the wanted one. Called by the writer: pure and quick.</param>
    Task<WorldChange?> ChangeAsync(WorldId world, Func<WorldRow, WorldRow> change, WorldAuthor author, CancellationToken cancellation = default);

    /// <summary>
    /// Stores a key pair for web push and bumps the version, unless the world has a private key already. Returns the public key stored afterwards; null if
    /// there is no such world.
    /// </summary>
    Task<string?> StoreVapidKeysAsync(WorldId world, VapidKeys keys, CancellationToken cancellation = default);
}
