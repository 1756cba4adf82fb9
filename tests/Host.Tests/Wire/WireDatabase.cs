using System.Data.Common;
using Venueless.Fast.Host.Tests.Configuration;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>The database under a <see cref="WireServer"/>. The scenarios are compiled once per kind; <c>WireStore</c> of the project says which.</summary>
internal abstract class WireDatabase : IAsyncDisposable
{
    /// <summary>Makes the server use it.</summary>
    public abstract void Configure(ConfigurationFixture configuration);

    /// <summary>Whether the schema is there before the first server comes.</summary>
    public virtual bool IsMigrated => false;

    /// <summary>A connection of somebody else, as an operator by hand would have it.</summary>
    public abstract Task<DbConnection> OpenAsync();

    /// <summary>Until disposed, the server finds its database away.</summary>
    public abstract Task<IAsyncDisposable> TakeAwayAsync();

    /// <summary>Until disposed, changes of users wait for a lock, as long as the server has patience.</summary>
    public abstract Task<IAsyncDisposable> HoldUserWritesAsync();

    /// <summary>Redis has a clock of its own: ends at once what keeps reactions from counting again.</summary>
    public virtual Task EndDebounceAsync() => Task.CompletedTask;

    /// <summary>Whether there is a Redis beside it.</summary>
    public virtual bool HasRedis => false;

    /// <summary>The counter of event ids is lost, if it is not in the database.</summary>
    public virtual Task LoseEventIdsAsync() => Task.CompletedTask;

    /// <summary>Joins a column of all rows with commas.</summary>
    public abstract string Joined(string column);

    /// <summary>A literal for a column that holds a list of text.</summary>
    public abstract string List(IEnumerable<string> values);

    public abstract ValueTask DisposeAsync();
}
