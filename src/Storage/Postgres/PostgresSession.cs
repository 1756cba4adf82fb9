using System.Data;
using Npgsql;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>One connection for reading, with its statements, which the driver prepares on the server once they repeat.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection) : SqlSession
{
    private readonly NpgsqlConnection _connection = connection;
    private readonly Dictionary<string, PostgresStatement> _statements = new(ReferenceEqualityComparer.Instance);
    private NpgsqlTransaction? _snapshot;

    public override bool IsBroken => _connection.State != ConnectionState.Open;

    public override SqlStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new PostgresStatement(_connection, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    // Costs nothing by itself: the driver sends it together with the first statement.
    public override async ValueTask BeginSnapshotAsync() => _snapshot = await _connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);

    public override async ValueTask EndSnapshotAsync()
    {
        if (_snapshot is { } snapshot)
        {
            _snapshot = null;
            try
            {
                await snapshot.DisposeAsync();
            }
            catch (Exception exception) when (PostgresErrors.IsUnavailable(exception))
            {
                // The connection is lost, and the snapshot with it.
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var statement in _statements.Values)
        {
            await statement.DisposeAsync();
        }

        await _connection.DisposeAsync();
    }
}
