using Npgsql;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>A statement that waits for the pipeline's next round trip. Used by the writer only.</summary>
internal abstract class PipelinedCommand(WriteUnit? owner, BoundStatement statement) : IBatchedCommand
{
    /// <summary>Whose statement it is; null: the writer's own.</summary>
    public WriteUnit? Owner { get; } = owner;

    public BoundStatement Statement { get; } = statement;

    public NpgsqlBatchCommand Command => Statement.Command;

    public abstract bool HasRows { get; }

    public virtual async ValueTask ReadAsync(NpgsqlDataReader reader)
    {
        while (await reader.ReadAsync())
        {
            TakeRow(new SqlRow(reader, PostgresDialect.Instance));
        }
    }

    /// <summary>It goes to the server as a part of a <see cref="Merging.MergedCommand"/>.</summary>
    /// <param name="changed">Rows it has changed, besides those that come back.</param>
    public abstract void Merge(int changed);

    /// <summary>A row of its own result, or its row of a merged one, whose first columns are the same.</summary>
    public abstract void TakeRow(SqlRow row);

    /// <summary>Lets the unit go on, right here: it runs until its next statement, or its end, before this returns.</summary>
    public abstract void Complete();

    /// <summary>As <see cref="Complete"/>, with a failure.</summary>
    public abstract void Fail(Exception exception);
}
