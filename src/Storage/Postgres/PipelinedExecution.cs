using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>A statement without rows: the result is how many it changed.</summary>
internal sealed class PipelinedExecution(WriteUnit? owner, BoundStatement statement) : PipelinedResult<int>(owner, statement)
{
    // Of a merged statement every changed row comes back.
    private int? _changed;

    public override bool HasRows => false;

    protected override int Result => _changed ?? Command.RecordsAffected;

    public override void Merge(int changed) => _changed = changed;

    public override void TakeRow(SqlRow row) => _changed++;
}
