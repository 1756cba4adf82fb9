using System.Data.Common;

namespace Venueless.Fast.Storage.Tests;

/// <summary>A migrated database of one test's own, and the ways into it.</summary>
internal abstract class StoreBackend : IAsyncDisposable
{
    public abstract SqlStorage Open(StoreLimits limits, TimeProvider time);

    /// <summary>A connection of somebody else: another process, as far as the store can tell.</summary>
    public abstract DbConnection OpenForeign();

    public abstract ValueTask DisposeAsync();

    public static async Task<StoreBackend> CreateAsync(StoreKind kind) => kind switch
    {
        StoreKind.Sqlite => await Sqlite.SqliteBackend.CreateAsync(),
        _ => await Postgres.PostgresBackend.CreateAsync(),
    };
}
