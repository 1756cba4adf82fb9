using Npgsql;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>A statement with rows.</summary>
internal sealed class PipelinedRead<T>(WriteUnit? owner, NpgsqlBatchCommand command, Func<SqlRow, T> map) : PipelinedResult<List<T>>(owner, command)
{
    private readonly Func<SqlRow, T> _map = map;

    public override bool HasRows => true;

    protected override List<T> Result { get; } = [];

    public override async ValueTask ReadAsync(NpgsqlDataReader reader)
    {
        while (await reader.ReadAsync())
        {
            Result.Add(_map(new SqlRow(reader, PostgresDialect.Instance)));
        }
    }
}
