using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Freshness;

/// <summary>
/// Users who are not connected to this node and were looked at lately, so that a room that meets an unknown sender asks the store once. Thread-safe.
/// </summary>
/// <remarks>
/// <para>A row counts for the age that the caller allows; a change that this node makes or hears of ends it at once.</para>
/// <para>Some 1 KB per user, at most <see cref="MaxCount"/> of them: whoever comes when it is full begins anew, which costs a query for each that is still asked for.</para>
/// </remarks>
public sealed class KnownUsers(TimeProvider time)
{
    /// <summary>Users that are kept.</summary>
    public const int MaxCount = 10_000;

    private readonly TimeProvider _time = time;
    private readonly Lock _lock = new();

    // Under _lock: with the time of reading; counts what a read under way may have been too early for.
    private readonly Dictionary<UserId, (User User, long ReadAt)> _users = [];
    private int _changes;

    /// <summary>Null: the store has to be asked.</summary>
    public User? Find(UserId user, TimeSpan maxAge)
    {
        lock (_lock)
        {
            return _users.TryGetValue(user, out var known) && _time.GetElapsedTime(known.ReadAt) < maxAge ? known.User : null;
        }
    }

    /// <summary>To be called before rows are read; <see cref="Keep"/> then knows whether they may be out of date already.</summary>
    public int BeginReading()
    {
        lock (_lock)
        {
            return _changes;
        }
    }

    /// <summary>This was just read.</summary>
    /// <param name="begun">See <see cref="BeginReading"/>.</param>
    public void Keep(User user, int begun)
    {
        lock (_lock)
        {
            if (begun != _changes)
            {
                return;
            }

            if (_users.Count >= MaxCount)
            {
                _users.Clear();
            }

            _users[user.Id] = (user, _time.GetTimestamp());
        }
    }

    /// <summary>The user's row has changed, or will in a moment.</summary>
    public void Forget(UserId user)
    {
        lock (_lock)
        {
            _users.Remove(user);
            _changes++;
        }
    }

    /// <summary>Many rows have changed.</summary>
    public void ForgetAll()
    {
        lock (_lock)
        {
            _users.Clear();
            _changes++;
        }
    }
}
