using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>A statement with rows.</summary>
internal sealed class PipelinedRead<T>(WriteUnit? owner, BoundStatement statement, Func<SqlRow, T> map) : PipelinedResult<List<T>>(owner, statement)
{
    private readonly Func<SqlRow, T> _map = map;

    public override bool HasRows => true;

    protected override List<T> Result { get; } = [];

    public override void Merge(int changed)
    {
    }

    public override void TakeRow(SqlRow row)
    {
        try
        {
            Result.Add(_map(row));
        }
        catch (Exception exception) when (!PostgresErrors.IsUnavailable(exception))
        {
            // A value that nobody expected: it concerns whoever asked for it, the other units' results are still to come.
            SetFailure(exception);
        }
    }
}
