namespace Venueless.Fast.Storage.Sql.Sessions;

/// <summary>One connection with its prepared statements. Used by one caller at a time.</summary>
internal abstract class SqlSession : IAsyncDisposable
{
    /// <summary>The connection is lost; the session is good for nothing but disposal.</summary>
    public abstract bool IsBroken { get; }

    /// <summary>The statement of that text, to be bound anew and run once. The text must be one of the store's own, kept strings.</summary>
    public abstract SqlStatement Prepare(string sql);

    /// <summary>From here to <see cref="EndSnapshotAsync"/> all reads see one state of the database.</summary>
    public abstract ValueTask BeginSnapshotAsync();

    /// <summary>Must also be called after a failure; never throws.</summary>
    public abstract ValueTask EndSnapshotAsync();

    public abstract ValueTask DisposeAsync();
}
