using System.Data.Common;
using System.Globalization;
using Venueless.Fast.Storage.Sql.Consoles;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>An operator's connection. Bytes are spelled as PostgreSQL does.</summary>
internal sealed class SqliteConsole(SqliteConnector connector, SqliteSession session) : SqlConsole(connector)
{
    // While another program writes.
    private const int BusySeconds = 10;

    private readonly SqliteSession _session = session;

    public override ValueTask DisposeAsync() => _session.DisposeAsync();

    // A file does not hang up.
    private protected override Task<bool> ReopenAsync(CancellationToken cancellation) => Task.FromResult(false);

    // Rows are computed when they are asked for.
    private protected override Task<bool> StopAsync(DbCommand command, DbDataReader rows) => Task.FromResult(false);

    private protected override DbCommand CreateCommand(string sql)
    {
        var command = _session.Connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = BusySeconds;
        return command;
    }

    private protected override string? ReadCell(DbDataReader row, int column) => row.GetValue(column) switch
    {
        byte[] bytes => $"\\x{Convert.ToHexStringLower(bytes)}",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
