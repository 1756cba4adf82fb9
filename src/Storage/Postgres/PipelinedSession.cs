using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>The writer's connection as one unit sees it. Its transaction is the batch's.</summary>
internal sealed class PipelinedSession(PostgresPipeline pipeline, WriteUnit? owner) : SqlSession
{
    private readonly PostgresPipeline _pipeline = pipeline;
    private readonly WriteUnit? _owner = owner;

    public override bool IsBroken => false;

    public override SqlStatement Prepare(string sql) => new PipelinedStatement(_pipeline, _owner, sql);

    // The writer's transaction is no snapshot, and needs none: what a unit decides by is locked.
    public override ValueTask BeginSnapshotAsync() => ValueTask.CompletedTask;

    public override ValueTask EndSnapshotAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
