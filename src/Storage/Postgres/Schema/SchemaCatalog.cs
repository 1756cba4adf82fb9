using System.Data.Common;
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
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND {Visible} ORDER BY c.relname
        """;

    private const string ListColumns =
        $"""
        SELECT c.relname, a.attname, a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND {Visible} ORDER BY c.relname, a.attname
        """;

    private readonly NpgsqlConnection _connection = connection;

    /// <summary>Names of tables and views.</summary>
    public Task<HashSet<string>> ReadTablesAsync(CancellationToken cancellation) =>
        ReadAsync(ListTables, static row => row.GetString(0), cancellation);

    public Task<HashSet<ExistingColumn>> ReadColumnsAsync(CancellationToken cancellation) =>
        ReadAsync(ListColumns, static row => new ExistingColumn(row.GetString(0), row.GetString(1), row.GetBoolean(2)), cancellation);

    /// <summary>The ledger of the reference server; its table must exist.</summary>
    public Task<HashSet<ReferenceStep>> ReadReferenceStepsAsync(CancellationToken cancellation) =>
        ReadAsync($"SELECT app, name FROM {ReferenceLedger}", static row => new ReferenceStep(row.GetString(0), row.GetString(1)), cancellation);

    /// <summary>The ledger of our own steps; its table must exist.</summary>
    public Task<HashSet<string>> ReadOwnStepsAsync(CancellationToken cancellation) =>
        ReadAsync($"SELECT name FROM {OwnLedger}", static row => row.GetString(0), cancellation);

    private async Task<HashSet<TItem>> ReadAsync<TItem>(string sql, Func<DbDataReader, TItem> read, CancellationToken cancellation)
    {
        var items = new HashSet<TItem>();
        await using var command = new NpgsqlCommand(sql, _connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            items.Add(read(rows));
        }

        return items;
    }
}
