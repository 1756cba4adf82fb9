using Dapper;
using Npgsql;

namespace Venueless.Fast.Storage.Postgres.Schema;

/// <summary>What is in the database, read on one open connection. Only what an unqualified name finds counts: that is where the reference server
/// looks, too.</summary>
internal sealed class SchemaCatalog(NpgsqlConnection connection)
{
    public const string ReferenceLedger = "django_migrations";

    public const string OwnLedger = "fast_migrations";

    // What an extension has brought along is nobody's data: hosted databases have some from the start.
    private const string Visible =
        """
        n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema' AND pg_table_is_visible(c.oid)
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        """;

    private const string ListTables =
        $"""
        SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND {Visible} ORDER BY c.relname
        """;

    private const string ListColumns =
        $"""
        SELECT c.relname::text AS "Table", a.attname::text AS Name, a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AS IsMandatory
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND {Visible} ORDER BY c.relname, a.attname
        """;

    private readonly NpgsqlConnection _connection = connection;

    /// <summary>Names of tables and views.</summary>
    public Task<HashSet<string>> ReadTablesAsync(CancellationToken cancellation) => ReadAsync<string>(ListTables, cancellation);

    public Task<HashSet<ExistingColumn>> ReadColumnsAsync(CancellationToken cancellation) => ReadAsync<ExistingColumn>(ListColumns, cancellation);

    /// <summary>The ledger of the reference server; its table must exist.</summary>
    public Task<HashSet<ReferenceStep>> ReadReferenceStepsAsync(CancellationToken cancellation) =>
        ReadAsync<ReferenceStep>($"SELECT app AS App, name AS Name FROM {ReferenceLedger}", cancellation);

    /// <summary>The ledger of our own steps; its table must exist.</summary>
    public Task<HashSet<string>> ReadOwnStepsAsync(CancellationToken cancellation) => ReadAsync<string>($"SELECT name FROM {OwnLedger}", cancellation);

    private async Task<HashSet<TItem>> ReadAsync<TItem>(string sql, CancellationToken cancellation) =>
        [.. await _connection.QueryAsync<TItem>(new CommandDefinition(sql, cancellationToken: cancellation))];
}
