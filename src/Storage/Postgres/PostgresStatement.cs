using Npgsql;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>A statement that goes to the server when it is run. Parameters keep their last value, so nothing may be left out.</summary>
internal sealed class PostgresStatement(NpgsqlConnection connection, string sql) : SqlStatement, IAsyncDisposable
{
    private readonly NpgsqlCommand _command = new(sql, connection);

    public override async ValueTask<int> ExecuteAsync() => await _command.ExecuteNonQueryAsync();

    public override async ValueTask<List<T>> ReadAllAsync<T>(Func<SqlRow, T> map)
    {
        var rows = new List<T>();
        await using var reader = await _command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(map(new SqlRow(reader, PostgresDialect.Instance)));
        }

        return rows;
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();

    protected override SqlStatement Set(string name, SqlType type, object? value)
    {
        PostgresParameters.Set(_command.Parameters, name, type, value);
        return this;
    }
}
