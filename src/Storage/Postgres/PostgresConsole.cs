using System.Data.Common;
using Npgsql;
using Venueless.Fast.Storage.Sql.Consoles;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>An operator's connection. Every value is shown as the server spells it, whatever its type.</summary>
internal sealed class PostgresConsole : SqlConsole
{
    private readonly NpgsqlConnection _connection;

    private PostgresConsole(PostgresConnector connector, NpgsqlConnection connection)
        : base(connector) => _connection = connection;

    public static async Task<SqlConsole> OpenAsync(PostgresConnector connector, CancellationToken cancellation)
    {
        try
        {
            return new PostgresConsole(connector, await connector.Source.OpenConnectionAsync(cancellation));
        }
        catch (Exception exception) when (PostgresErrors.IsUnavailable(exception))
        {
            throw PostgresErrors.Unavailable(exception);
        }
    }

    public override ValueTask DisposeAsync() => _connection.DisposeAsync();

    // The operator's patience is the only limit.
    private protected override DbCommand CreateCommand(string sql) => new NpgsqlCommand(sql, _connection) { AllResultTypesAreUnknown = true, CommandTimeout = 0 };

    private protected override string? ReadCell(DbDataReader row, int column) => row.GetString(column);
}
