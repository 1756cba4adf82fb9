using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Whom a channel's next message shall be announced to: the truth in memory, and what of it the table does not know yet. Thread-safe.</summary>
/// <param name="stored">What the table holds.</param>
internal sealed class ArmedUsers(IEnumerable<UserId> stored)
{
    private readonly Lock _lock = new();

    // All under _lock. The table is behind by at most the users touched.
    private readonly HashSet<UserId> _stored = [.. stored];
    private readonly HashSet<UserId> _armed = [.. stored];
    private readonly HashSet<UserId> _touched = [];

    public bool Add(UserId user)
    {
        lock (_lock)
        {
            return _armed.Add(user) && Touch(user);
        }
    }

    public bool Remove(UserId user)
    {
        lock (_lock)
        {
            return _armed.Remove(user) && Touch(user);
        }
    }

    public UserId[] TakeAll()
    {
        lock (_lock)
        {
            if (_armed.Count == 0)
            {
                return [];
            }

            UserId[] taken = [.. _armed];
            _touched.UnionWith(taken);
            _armed.Clear();
            return taken;
        }
    }

    /// <summary>What the table has to learn; counts as learnt unless <see cref="PutBack"/> follows. One caller at a time.</summary>
    public (List<UserId> Added, List<UserId> Removed) TakeChanges()
    {
        var added = new List<UserId>();
        var removed = new List<UserId>();
        lock (_lock)
        {
            foreach (var user in _touched)
            {
                if (_armed.Contains(user))
                {
                    if (_stored.Add(user))
                    {
                        added.Add(user);
                    }
                }
                else if (_stored.Remove(user))
                {
                    removed.Add(user);
                }
            }

            _touched.Clear();
        }

        return (added, removed);
    }

    /// <summary>The changes were not stored.</summary>
    public void PutBack(List<UserId> added, List<UserId> removed)
    {
        lock (_lock)
        {
            _stored.ExceptWith(added);
            _stored.UnionWith(removed);
            _touched.UnionWith(added);
            _touched.UnionWith(removed);
        }
    }

    private bool Touch(UserId user)
    {
        _touched.Add(user);
        return true;
    }
}
