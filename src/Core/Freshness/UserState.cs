using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Concurrency;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Reading;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Freshness;

/// <summary>The node's one copy of a connected user, and the user's sessions on this node. Thread-safe.</summary>
public sealed class UserState : IValidated
{
    /// <summary>In place of a stamp that was not read: the next validation reads the row. No store gives this number.</summary>
    public const long NoStamp = long.MinValue;

    // First, see RightsIn: every delivery reads them. Replaced as a whole by validations and by Update, read by everybody without a lock.
    private User _current;

    // Rights of the current user in the world snapshot they were computed for; any thread replaces it, a lost race costs one computation.
    private CachedRights? _rights;

    private readonly IUserStore _store;
    private readonly GroupedReads<(WorldId World, UserId User), UserRow> _rows;
    private readonly IVersionKeys _versionKeys;
    private readonly UserChanges _underWay;
    private readonly SharedValidation _validation;
    private readonly Lock _lock = new();

    // Oldest first. Replaced as a whole under _lock, read by everybody.
    private Session[] _sessions = [];
    private bool _mayBeElsewhere;
    private bool _isRetired;

    // Under _lock: counts what a reload under way may have read too early for.
    private int _changes;

    private long _stamp;

    // Null for those who only listen; any thread makes it, once.
    private UserReading? _reading;

    /// <param name="rows">Of the store, together with those of other users.</param>
    internal UserState(
        IUserStore store,
        GroupedReads<(WorldId World, UserId User), UserRow> rows,
        IVersionKeys versionKeys,
        TimeProvider time,
        UserChanges underWay,
        User current,
        long stamp)
    {
        _store = store;
        _rows = rows;
        _versionKeys = versionKeys;
        _underWay = underWay;
        _current = current;
        _stamp = stamp;
        Id = current.Id;
        _validation = new SharedValidation(time, this);
    }

    public UserId Id { get; }

    /// <summary>The newest snapshot.</summary>
    public User Current => Volatile.Read(ref _current);

    /// <summary>Sessions of the user on this node; a snapshot, oldest first.</summary>
    public ImmutableArray<Session> Sessions => ImmutableCollectionsMarshal.AsImmutableArray(Volatile.Read(ref _sessions));

    /// <summary>What is known of the user's reading; made for the first who wants to know.</summary>
    public UserReading Reading => Volatile.Read(ref _reading) ?? StartReadingSlow();

    /// <summary>The same; null while nobody has wanted to know anything.</summary>
    public UserReading? ReadingIfAny => Volatile.Read(ref _reading);

    /// <summary>Number of the user's sessions on this node, those that are logging in included.</summary>
    public int SessionCount => Volatile.Read(ref _sessions).Length;

    /// <summary>
    /// False: the user has no session on another node that could have been told anything by this one, or learnt anything from the stores before this turned true. Stays
    /// true as long as the user is connected here.
    /// </summary>
    public bool MayBeElsewhere => Volatile.Read(ref _mayBeElsewhere);

    /// <summary>Another node has a session of the user, or may have one in a moment. Any thread.</summary>
    public void NoteElsewhere()
    {
        Volatile.Write(ref _mayBeElsewhere, true);

        // Whoever wrote something before looking at it is seen by whoever looks after this.
        Interlocked.MemoryBarrier();
    }

    /// <summary>Whether the snapshot may be used unchecked; never while the user's rights are being changed.</summary>
    public bool IsFresh(TimeSpan allowedAge) => _validation.IsFresh(allowedAge) && !_underWay.Contains(Id);

    /// <summary>Compares with the store, after this call, and reloads when something changed. Throws <see cref="StoreUnavailableException"/>.</summary>
    public Task ValidateAsync() => _validation.ValidateAsync();

    /// <summary>Publishes a row that was just written or read, so that the next command of every session sees it.</summary>
    public void Update(UserRow row)
    {
        lock (_lock)
        {
            // A slow reader must not undo a newer write.
            if (row.Version >= _current.Row.Version)
            {
                ReplaceLocked(row);
                _changes++;
            }
        }
    }

    /// <summary>
    /// As <see cref="Update"/>, for a change of the profile and client state alone. When that was the only one since the snapshot, everything else stays as it is in the
    /// snapshot: the row may have been made from an older copy of the grants, which have no version.
    /// </summary>
    public void UpdateOwn(UserRow row)
    {
        lock (_lock)
        {
            var current = _current.Row;
            Update(row.Version == current.Version + 1
                ? current with { Profile = row.Profile, ClientState = row.ClientState, Version = row.Version }
                : row);
        }
    }

    /// <summary>The row may have changed in a way that the stamp does not tell: the next validation reads it.</summary>
    internal void Distrust()
    {
        lock (_lock)
        {
            Volatile.Write(ref _stamp, NoStamp);
            _changes++;
        }
    }

    /// <summary>A hint, see <see cref="CacheLine"/>: rights will be asked for soon.</summary>
    internal void FetchRights() => CacheLine.Fetch(Volatile.Read(ref _rights), 32);

    /// <summary>The same, and what is known of the user's reading.</summary>
    internal void FetchForCommand()
    {
        FetchRights();
        CacheLine.Fetch(Volatile.Read(ref _reading), 192);
    }

    /// <summary>What the user may do in this snapshot of the world.</summary>
    public UserRights RightsIn(World world)
    {
        var user = Current;
        var cached = Volatile.Read(ref _rights);
        if (cached is not null && ReferenceEquals(cached.World, world) && ReferenceEquals(cached.User, user))
        {
            return cached.Rights;
        }

        var computed = new CachedRights(world, user, world.Rights.Of(user));
        Volatile.Write(ref _rights, computed);
        return computed.Rights;
    }

    internal bool TryAdd(Session session)
    {
        lock (_lock)
        {
            if (_isRetired)
            {
                return false;
            }

            Volatile.Write(ref _sessions, [.. _sessions, session]);
            return true;
        }
    }

    /// <summary>Removes the session; true when it was the last one and the state must leave the directory.</summary>
    internal bool Remove(Session session)
    {
        lock (_lock)
        {
            Volatile.Write(ref _sessions, Array.FindAll(_sessions, other => other != session));
            _isRetired = _sessions.Length == 0;
            return _isRetired;
        }
    }

    async Task IValidated.RefreshAsync()
    {
        while (!await TryRefreshAsync())
        {
        }

        // Every time: whoever lost the key, or never had it, gets it back (connection.md section 9). A higher one stays.
        _versionKeys.Publish(VersionedKind.User, Id.ToString(), Current.Row.Version);
    }

    /// <summary>False: the row was published or distrusted while it was read, so that what was read may be older than what is known.</summary>
    private async Task<bool> TryRefreshAsync()
    {
        int changes;
        lock (_lock)
        {
            changes = _changes;
        }

        var stamp = await _store.ReadStampAsync(Id);
        if (stamp == Volatile.Read(ref _stamp) && !_underWay.Contains(Id))
        {
            return true;
        }

        var row = await _rows.ReadAsync((Current.Row.World, Id));

        lock (_lock)
        {
            if (changes != _changes)
            {
                return false;
            }

            // A row that is gone for good behaves like a deleted user: no permission at all.
            ReplaceLocked(row ?? Current.Row with { Deleted = true });
            Volatile.Write(ref _stamp, stamp);
            return true;
        }
    }

    /// <summary>Keeps the snapshot, and the rights computed from it, when the row says the same.</summary>
    private void ReplaceLocked(UserRow row)
    {
        if (!RowComparison.AreEqual(Current.Row, row))
        {
            Volatile.Write(ref _current, new User(row));
        }
    }

    private UserReading StartReadingSlow()
    {
        var reading = new UserReading();
        return Interlocked.CompareExchange(ref _reading, reading, null) ?? reading;
    }

    private sealed record CachedRights(World World, User User, UserRights Rights);
}
