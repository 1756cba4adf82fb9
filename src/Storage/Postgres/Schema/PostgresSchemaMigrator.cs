using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Postgres.Schema;

/// <summary>Creates the reference server's schema in an empty database or takes over a complete one, then adds our own steps: one transaction
/// (operations.md section 3.1, schema.md section 2).</summary>
internal sealed class PostgresSchemaMigrator(NpgsqlDataSource source, TimeProvider time, ILogger logger) : ISchemaMigrator
{
    /// <summary>What <see cref="MigrateAsync"/> reports for the creation of the whole reference schema.</summary>
    public const string ReferenceSchemaName = "reference_schema";

    /// <summary>Key of the advisory lock of a migration. Another use of the same key would only mean a wait.</summary>
    internal const long LockKey = 0x66_61_73_74_64_62;

    private const string OwnApp = "fast";

    private const string CreateOwnLedger =
        $"CREATE TABLE {SchemaCatalog.OwnLedger} (name text NOT NULL, applied timestamptz NOT NULL, CONSTRAINT {SchemaCatalog.OwnLedger}_pkey PRIMARY KEY (name))";

    private readonly NpgsqlDataSource _source = source;
    private readonly TimeProvider _time = time;
    private readonly SchemaAdoption _adoption = new(logger);

    public Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellation = default) => RunAsync(MigrateCoreAsync, cancellation);

    public Task<IReadOnlyList<SchemaStep>> ListAsync(CancellationToken cancellation = default) => RunAsync(ListCoreAsync, cancellation);

    private async Task<IReadOnlyList<string>> MigrateCoreAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // Read committed, whatever the database's default: who waited for the lock has to see what its last owner committed.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
        await ExecuteAsync(connection, "SET LOCAL statement_timeout = 0", cancellation);

        // Bound to the transaction: lock and changes end together, whether we commit, fail or die, also behind a pooler that shares sessions.
        await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({LockKey})"), cancellation);

        var catalog = new SchemaCatalog(connection);
        var tables = await catalog.ReadTablesAsync(cancellation);
        var applied = new List<string>();
        if (tables.Count == 0)
        {
            await ExecuteAsync(connection, ReferenceSchema.Load().Script, cancellation);
            applied.Add(ReferenceSchemaName);
        }
        else
        {
            await _adoption.CheckAsync(catalog, tables, cancellation);
        }

        var known = tables.Contains(SchemaCatalog.OwnLedger) ? await catalog.ReadOwnStepsAsync(cancellation) : null;
        if (known is null)
        {
            await ExecuteAsync(connection, CreateOwnLedger, cancellation);
        }

        foreach (var step in PostgresStep.LoadAll().Where(step => known?.Contains(step.Name) != true))
        {
            await ExecuteAsync(connection, step.Script, cancellation);
            await RecordAsync(connection, step.Name, cancellation);
            applied.Add(step.Name);
        }

        await transaction.CommitAsync(cancellation);
        return applied;
    }

    private static async Task<IReadOnlyList<SchemaStep>> ListCoreAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var catalog = new SchemaCatalog(connection);
        var tables = await catalog.ReadTablesAsync(cancellation);
        var applied = tables.Contains(SchemaCatalog.ReferenceLedger) ? await catalog.ReadReferenceStepsAsync(cancellation) : [];
        var appliedOwn = tables.Contains(SchemaCatalog.OwnLedger) ? await catalog.ReadOwnStepsAsync(cancellation) : [];

        var reference = ReferenceSchema.Load().Steps.Union(applied)
            .OrderBy(static step => step.App, StringComparer.Ordinal)
            .ThenBy(static step => step.Name, StringComparer.Ordinal);
        var own = PostgresStep.LoadAll().Select(static step => step.Name).Union(appliedOwn).Order(StringComparer.Ordinal);
        return
        [
            .. reference.Select(step => new SchemaStep(step.App, step.Name, applied.Contains(step))),
            .. own.Select(name => new SchemaStep(OwnApp, name, appliedOwn.Contains(name))),
        ];
    }

    private Task<int> RecordAsync(NpgsqlConnection connection, string name, CancellationToken cancellation) => connection.ExecuteAsync(new CommandDefinition(
        $"INSERT INTO {SchemaCatalog.OwnLedger} (name, applied) VALUES (@name, @applied)", new { name, applied = _time.GetUtcNow() }, cancellationToken: cancellation));

    // No time limit: another node's turn, or an index on a big table, takes as long as it takes; the caller can cancel.
    private static Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(sql, commandTimeout: 0, cancellationToken: cancellation));

    private async Task<TResult> RunAsync<TResult>(Func<NpgsqlConnection, CancellationToken, Task<TResult>> work, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellation);
            return await work(connection, cancellation);
        }
        catch (Exception exception) when (PostgresErrors.IsUnavailable(exception))
        {
            throw PostgresErrors.Unavailable(exception);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidSchemaName)
        {
            // Since PostgreSQL 15 nobody but the owner of a database may create tables in it unless somebody grants it.
            throw new SchemaRefusedException(
                "The database user lacks rights: make it the owner of the database, or grant it CREATE on the schema and the tables of it. The database says:",
                [exception.MessageText]);
        }
    }
}
