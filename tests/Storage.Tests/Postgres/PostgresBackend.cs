using System.Data.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.EventIds;
using Venueless.Fast.Storage.Postgres;

namespace Venueless.Fast.Storage.Tests.Postgres;

internal sealed class PostgresBackend : StoreBackend
{
    private readonly TestDatabase _database;

    private PostgresBackend(TestDatabase database) => _database = database;

    public static async Task<PostgresBackend> CreateAsync() => new(await TestDatabase.CreateMigratedAsync());

    public override SqlStorage Open(StoreLimits limits, TimeProvider time)
    {
        var options = _database.Options;
        return PostgresStorage.Open(
            options with
            {
                MaxQueuedWrites = limits.MaxQueuedWrites ?? options.MaxQueuedWrites,
                MaxBatchWrites = limits.MaxBatchWrites ?? options.MaxBatchWrites,
                LockTimeout = limits.LockTimeout ?? options.LockTimeout,
            },
            new LocalEventIds(),
            NoVersionKeys.Instance,
            time,
            NullLogger<PostgresStorage>.Instance);
    }

    public override DbConnection OpenForeign()
    {
        var connection = new NpgsqlConnection(_database.ConnectionString);
        connection.Open();
        return connection;
    }

    public override ValueTask DisposeAsync() => _database.DisposeAsync();
}
