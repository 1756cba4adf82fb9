using System.Collections.Concurrent;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Freshness;

/// <summary>Users whose rights are being changed at this moment: no copy of theirs may be used unchecked. Thread-safe.</summary>
/// <remarks>Asked per command; one read while nobody is being changed, which is nearly always.</remarks>
internal sealed class UserChanges
{
    // Changes under way by user; several may run at once.
    private readonly ConcurrentDictionary<UserId, int> _changes = new();

    // How many there are in all.
    private int _count;

    public bool Contains(UserId user) => Volatile.Read(ref _count) > 0 && _changes.ContainsKey(user);

    public void Begin(UserId user)
    {
        _changes.AddOrUpdate(user, 1, static (_, count) => count + 1);
        Interlocked.Increment(ref _count);
    }

    public void End(UserId user)
    {
        Interlocked.Decrement(ref _count);
        while (_changes.TryGetValue(user, out var count))
        {
            if (count == 1 ? _changes.TryRemove(new KeyValuePair<UserId, int>(user, 1)) : _changes.TryUpdate(user, count - 1, count))
            {
                return;
            }
        }
    }
}
