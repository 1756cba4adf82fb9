using System.Data.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Venueless.Fast.Storage.EventIds;
using Venueless.Fast.Storage.Postgres;

namespace Venueless.Fast.Storage.Tests.Postgres;

internal sealed class PostgresBackend : StoreBackend
{
    private PostgresBackend(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    /// <summary>What the stores of this backend have announced.</summary>
    public RecordedVersions Versions { get; } = new();

    /// <summary>Where the ids of stores opened from now on come from; null: from the table, as on a single node.</summary>
    public IEventIdSource? EventIds { get; set; }

    public static async Task<PostgresBackend> CreateAsync() => new(await TestDatabase.TakeMigratedAsync());

    public override SqlStorage Open(StoreLimits limits, TimeProvider time)
    {
        var options = Database.Options;
        return PostgresStorage.Open(
            options with
            {
                MaxQueuedWrites = limits.MaxQueuedWrites ?? options.MaxQueuedWrites,
                MaxBatchWrites = limits.MaxBatchWrites ?? options.MaxBatchWrites,
                LockTimeout = limits.LockTimeout ?? options.LockTimeout,
            },
            EventIds ?? new LocalEventIds(),
            Versions,
            time,
            NullLogger<PostgresStorage>.Instance);
    }

    public override DbConnection OpenForeign()
    {
        var connection = new NpgsqlConnection(Database.ConnectionString);
        connection.Open();
        return connection;
    }

    public override async ValueTask DisposeAsync() => await Database.GiveBackAsync();
}
