using Npgsql;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>A statement without rows: the result is how many it changed.</summary>
internal sealed class PipelinedExecution(WriteUnit? owner, NpgsqlBatchCommand command) : PipelinedResult<int>(owner, command)
{
    public override bool HasRows => false;

    protected override int Result => Command.RecordsAffected;
}
