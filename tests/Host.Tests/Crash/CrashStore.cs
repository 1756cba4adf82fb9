namespace Venueless.Fast.Host.Tests.Crash;

/// <summary>The database of a server that is going to be killed: how the server finds it, and how the test reads it past the server.</summary>
internal abstract class CrashStore : IAsyncDisposable
{
    /// <summary>Variables that make the program use this store.</summary>
    public abstract IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Id of the world whose rooms the clients talk in; it is there once the server has started.</summary>
    public virtual string World => "lighthouse";

    /// <summary>Every chat event, from the tables themselves.</summary>
    public abstract Task<IReadOnlyList<StoredEvent>> ReadEventsAsync();

    public abstract ValueTask DisposeAsync();
}
