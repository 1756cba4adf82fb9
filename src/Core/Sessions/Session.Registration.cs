namespace Venueless.Fast.Core.Sessions;

// The connection among those of all nodes: connection.md sections 7 and 8.
public sealed partial class Session
{
    // Keys with 60 s and 90 s to live: one ping of the web client may be lost or late.
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(50);

    // Set before the registration is tried, so that the clean-up also removes one that happened although it failed. Changed by login and clean-up, which
    // follow each other; read by the pings of an authenticated session.
    private bool _isRegistered;

    // Timestamp of the ping that was last passed on; null: none yet. Receive loop only.
    private long? _refreshedAt;

    /// <summary>
    /// Between the halves of a login, before anything about the user is read that other nodes may still hold in memory. Throws
    /// <see cref="Ports.StoreUnavailableException"/>.
    /// </summary>
    public ValueTask AnnounceAsync() => Services.Arrivals is { } arrivals ? arrivals.AnnounceAsync(_worldId, UserState!.Id) : ValueTask.CompletedTask;

    private ValueTask<IReadOnlyList<string>> RegisterAsync(int? limit)
    {
        Volatile.Write(ref _isRegistered, true);
        return Services.Connections.RegisterAsync(UserState!.Id, Services.Node.NameOf(Connection.Id), limit);
    }

    private void Unregister()
    {
        if (_isRegistered)
        {
            Services.Connections.Unregister(UserState!.Id, Services.Node.NameOf(Connection.Id));
            Volatile.Write(ref _isRegistered, false);
        }
    }

    // Per ping; allocates only when it is due.
    private void RefreshRegistration(long now)
    {
        if (_refreshedAt is { } before && Services.Time.GetElapsedTime(before, now) < RefreshInterval)
        {
            return;
        }

        _refreshedAt = now;

        // Not while a login is registering it: the entry would be there twice.
        if (State == SessionState.Authenticated && Volatile.Read(ref _isRegistered) && UserState is { } user)
        {
            Services.Connections.Refresh(user.Id, Services.Node.NameOf(Connection.Id));
        }
        else
        {
            Services.Connections.Refresh();
        }
    }
}
