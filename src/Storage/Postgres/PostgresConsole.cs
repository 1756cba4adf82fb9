using System.Data;
using System.Data.Common;
using Npgsql;
using Venueless.Fast.Storage.Sql.Consoles;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>An operator's connection. Every value is shown as the server spells it, whatever its type.</summary>
internal sealed class PostgresConsole : SqlConsole
{
    private readonly PostgresConnector _connector;
    private NpgsqlConnection _connection;

    private PostgresConsole(PostgresConnector connector, NpgsqlConnection connection)
        : base(connector)
    {
        _connector = connector;
        _connection = connection;
    }

    public static async Task<SqlConsole> OpenAsync(PostgresConnector connector, CancellationToken cancellation) =>
        new PostgresConsole(connector, await ConnectAsync(connector, cancellation));

    public override ValueTask DisposeAsync() => _connection.DisposeAsync();

    // Known to be lost once a statement has failed with it.
    private protected override async Task<bool> ReopenAsync(CancellationToken cancellation)
    {
        if (_connection.State == ConnectionState.Open)
        {
            return false;
        }

        await _connection.DisposeAsync();
        _connection = await ConnectAsync(_connector, cancellation);
        return true;
    }

    // Otherwise the server would compute and send all the rest, which may be millions of rows.
    private protected override async Task<bool> StopAsync(DbCommand command, DbDataReader rows)
    {
        try
        {
            command.Cancel();
            await rows.CloseAsync();
        }
        catch (DbException)
        {
            // That it was cancelled; or the connection is lost, as the next statement will find.
        }

        return true;
    }

    // The operator's patience is the only limit.
    private protected override DbCommand CreateCommand(string sql) => new NpgsqlCommand(sql, _connection) { AllResultTypesAreUnknown = true, CommandTimeout = 0 };

    private static async Task<NpgsqlConnection> ConnectAsync(PostgresConnector connector, CancellationToken cancellation)
    {
        try
        {
            return await connector.Source.OpenConnectionAsync(cancellation);
        }
        catch (Exception exception) when (PostgresErrors.IsUnavailable(exception))
        {
            throw PostgresErrors.Unavailable(exception);
        }
    }

    private protected override string? ReadCell(DbDataReader row, int column) => row.GetString(column);
}
