using System.Collections.Concurrent;
using Venueless.Fast.Core.Concurrency;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Freshness;

/// <summary>Users with at least one session on this node: connections by user. Thread-safe.</summary>
public sealed class UserDirectory(IUserStore store, IVersionKeys versionKeys, TimeProvider time)
{
    // Compared together, so that they share statements: few beside those of the users who log in at the moment.
    private const int PollGroup = 64;

    private readonly IUserStore _store = store;

    // Logins and pushes validate many users at the same moment.
    private readonly GroupedReads<(WorldId World, UserId User), UserRow> _rows = Group(store);

    private readonly IVersionKeys _versionKeys = versionKeys;
    private readonly TimeProvider _time = time;
    private readonly ConcurrentDictionary<UserId, UserState> _users = new();
    private readonly UserChanges _changes = new();
    private readonly UserVersions _versions = new();

    /// <summary>Users who are not connected here.</summary>
    public KnownUsers Others { get; } = new(time);

    /// <summary>Number of connected users. Takes all locks of the directory: not per message.</summary>
    public int Count => _users.Count;

    /// <summary>The state of a connected user; null while the user has no session here.</summary>
    public UserState? Find(UserId user) => _users.GetValueOrDefault(user);

    /// <summary>
    /// For copies of users who have no session here: as long as this number stays, and <see cref="Find"/> knows nobody, the row that was read after it is still the
    /// user's, as far as this node has heard.
    /// </summary>
    public long VersionOf(UserId user) => _versions.Of(user);

    /// <summary>The row was changed, here or on another node: copies that were read before do not count any more.</summary>
    public void NoteChange(UserId user) => _versions.Raise(user);

    /// <summary>
    /// Runs a change that takes rights away, so that no command of the user which is accepted after its commit has the old ones: while it is under way, every command
    /// of the user reads the row itself, and afterwards the new row is the one that counts (connection.md section 13). For this node; other nodes hear of it by push.
    /// </summary>
    /// <param name="write">Commits the change and returns the new row; null: nobody was changed.</param>
    public async Task<UserRow?> ChangeAsync<TState>(UserId user, TState from, Func<TState, Task<UserRow?>> write)
    {
        _changes.Begin(user);
        Others.Forget(user);
        try
        {
            var row = await write(from);
            if (row is not null)
            {
                Find(user)?.Update(row);
            }

            return row;
        }
        finally
        {
            NoteChange(user);
            _changes.End(user);
            Others.Forget(user);
        }
    }

    /// <summary>
    /// Compares users whose copy is older than the age with the store: someone who only listens is subject to the ages of connection.md section 9, too.
    /// A store that is away is the next caller's to see; a user that cannot be read keeps nobody else from being compared, and its failure is thrown at the end.
    /// </summary>
    public async Task PollAsync(TimeSpan allowedAge)
    {
        List<Exception>? failures = null;
        var validations = new List<Task>(PollGroup);
        foreach (var (_, state) in _users)
        {
            if (!state.IsFresh(allowedAge))
            {
                validations.Add(state.ValidateAsync());
            }

            if (validations.Count == PollGroup && !await TryCompleteAsync())
            {
                return;
            }
        }

        if (!await TryCompleteAsync())
        {
            return;
        }

        if (failures is not null)
        {
            throw new AggregateException(failures);
        }

        // False: the store is away.
        async ValueTask<bool> TryCompleteAsync()
        {
            var isAway = false;
            foreach (var validation in validations)
            {
                try
                {
                    await validation;
                }
                catch (StoreUnavailableException)
                {
                    isAway = true;
                }
                catch (Exception exception)
                {
                    (failures ??= []).Add(exception);
                }
            }

            validations.Clear();
            return !isAway;
        }
    }

    /// <summary>
    /// Compares every connected user of the world with the store, all at once, for pushes that have to be decided by rows of this moment. Throws
    /// <see cref="StoreUnavailableException"/>.
    /// </summary>
    public Task ValidateAsync(WorldId world)
    {
        var validations = new List<Task>();
        foreach (var state in ListOf(world))
        {
            validations.Add(state.ValidateAsync());
        }

        return Task.WhenAll(validations);
    }

    /// <summary>Everybody of the world who is connected here; a snapshot.</summary>
    public List<UserState> ListOf(WorldId world)
    {
        var connected = new List<UserState>();
        foreach (var (_, state) in _users)
        {
            if (state.Current.Row.World == world)
            {
                connected.Add(state);
            }
        }

        return connected;
    }

    /// <summary>
    /// Registers a session under its user, whose row was just read with this stamp read before it; or <see cref="UserState.NoStamp"/>: the row stands in until the
    /// next validation, and only where nothing is known yet.
    /// </summary>
    internal UserState Add(UserRow row, long stamp, Session session)
    {
        Others.Forget(row.Id);
        while (true)
        {
            var state = _users.GetOrAdd(
                row.Id,
                static (_, from) => new UserState(
                    from.Directory._store,
                    from.Directory._rows,
                    from.Directory._versionKeys,
                    from.Directory._time,
                    from.Directory._changes,
                    new User(from.Row),
                    from.Stamp),
                (Directory: this, Row: row, Stamp: stamp));
            if (state.TryAdd(session))
            {
                if (stamp == UserState.NoStamp)
                {
                    // The row may be older than what the user's other sessions know.
                    state.Distrust();
                }
                else
                {
                    state.Update(row);
                }

                return state;
            }

            Remove(state);
        }
    }

    internal void Remove(UserState state, Session session)
    {
        if (state.Remove(session))
        {
            Remove(state);
        }
    }

    private static GroupedReads<(WorldId World, UserId User), UserRow> Group(IUserStore store) =>
        new(wanted => WorldGroups.ReadAsync<UserId, UserRow>(wanted, (world, users) => store.FindManyAsync(world, users), static row => row.Id));

    private void Remove(UserState state)
    {
        // First: who does not find the user any more must see that what was read before the user came is old.
        NoteChange(state.Id);
        Others.Forget(state.Id);
        _users.TryRemove(new KeyValuePair<UserId, UserState>(state.Id, state));
    }
}
