using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sql.Writing;

/// <summary>One independent unit of work of the writer: commits or fails alone. Used by the writer only, after it was queued.</summary>
internal abstract class WriteUnit
{
    private List<RowVersion>? _versions;

    /// <summary>See <see cref="WriteKey"/>.</summary>
    public abstract WriteKey Key { get; }

    /// <summary>The channel for which the unit takes event ids; null: it takes none.</summary>
    public virtual ChannelId? EventChannel => null;

    /// <summary>How many ids it takes, one after the other.</summary>
    public virtual int EventCount => EventChannel is null ? 0 : 1;

    /// <summary>The channel about which the completion publishes something that has to leave in the order of the commits, over all nodes; null: none.</summary>
    public virtual ChannelId? PublishedChannel => EventChannel;

    /// <summary>The same for a room's questions and polls.</summary>
    public virtual RoomId? PublishedRoom => null;

    /// <summary>Why this unit is not part of the batch; null: it is.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What the last run has noted.</summary>
    public IReadOnlyList<RowVersion> Versions => _versions ?? [];

    /// <summary>Runs the unit; it may run again when the batch has to be repeated.</summary>
    public ValueTask RunAsync(WriteScope scope)
    {
        Failure = null;
        _versions?.Clear();
        return ExecuteAsync(scope);
    }

    /// <summary>Tells the caller, after the commit and in the order of the queue. Must not throw; the caller's continuations run elsewhere.</summary>
    public abstract void Succeed();

    /// <summary>Tells the caller that nothing of the unit has been stored.</summary>
    public abstract void Fail(Exception exception);

    public void Note(RowVersion version) => (_versions ??= []).Add(version);

    /// <summary>The statements. Awaits nothing but <see cref="Sessions.SqlStatement"/>s of the scope.</summary>
    protected abstract ValueTask ExecuteAsync(WriteScope scope);
}
