using Npgsql;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>A statement that waits for the pipeline's next round trip. Used by the writer only.</summary>
internal abstract class PipelinedCommand(WriteUnit? owner, NpgsqlBatchCommand command)
{
    /// <summary>Whose statement it is; null: the writer's own.</summary>
    public WriteUnit? Owner { get; } = owner;

    public NpgsqlBatchCommand Command { get; } = command;

    /// <summary>It has rows, so the reader has to stop at them.</summary>
    public abstract bool HasRows { get; }

    /// <summary>Takes the rows; called for commands that have them, in order.</summary>
    public virtual ValueTask ReadAsync(NpgsqlDataReader reader) => ValueTask.CompletedTask;

    /// <summary>Lets the unit go on, right here: it runs until its next statement, or its end, before this returns.</summary>
    public abstract void Complete();

    /// <summary>As <see cref="Complete"/>, with a failure.</summary>
    public abstract void Fail(Exception exception);
}
