namespace Venueless.Fast.Storage.Sqlite;

/// <summary>One independent unit of work of the writer: commits or fails alone. Used by the writer's thread only, after it was queued.</summary>
internal abstract class WriteUnit
{
    /// <summary>Why this unit is not part of the batch; null: it is.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Runs the statements; may run again when the batch has to be repeated.</summary>
    public abstract void Execute(WriteScope scope);

    /// <summary>Tells the caller, after the commit. Continuations never run on this thread.</summary>
    public abstract void Succeed();

    /// <summary>Tells the caller that nothing of the unit has been stored.</summary>
    public abstract void Fail(Exception exception);
}
