using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Sessions;

/// <summary>For a node without redis: the connections of this process are all there are. Thread-safe.</summary>
public sealed class LocalConnectionRegistry : IConnectionRegistry
{
    private readonly Lock _lock = new();

    // Under _lock; a user without connections is not in it.
    private readonly Dictionary<UserId, Names> _users = [];

    /// <inheritdoc/>
    public void Connect(long connection)
    {
    }

    /// <inheritdoc/>
    public void Disconnect(long connection)
    {
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> RegisterAsync(UserId user, string name, int? limit)
    {
        lock (_lock)
        {
            ref var names = ref CollectionsMarshal.GetValueRefOrAddDefault(_users, user, out var isKnown);
            if (isKnown)
            {
                (names.Later ??= []).Add(name);
            }
            else
            {
                names.Oldest = name;
            }

            var surplus = names.Count - (limit ?? int.MaxValue);
            return new(surplus > 0 ? names.ToList(surplus) : []);
        }
    }

    /// <inheritdoc/>
    public void Unregister(UserId user, string name)
    {
        lock (_lock)
        {
            ref var names = ref CollectionsMarshal.GetValueRefOrNullRef(_users, user);
            if (!Unsafe.IsNullRef(ref names) && !names.TryRemove(name))
            {
                _users.Remove(user);
            }
        }
    }

    /// <inheritdoc/>
    public void Refresh()
    {
    }

    /// <inheritdoc/>
    public void Refresh(UserId user, string name)
    {
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyCollection<string>> FindOtherNodesAsync(UserId user) => new([]);

    /// <inheritdoc/>
    public ValueTask<bool> IsOnlineAsync(UserId user)
    {
        lock (_lock)
        {
            return new(_users.ContainsKey(user));
        }
    }

    // Nearly everybody has one connection, which then needs no list of its own.
    private struct Names
    {
        public string Oldest;
        public List<string>? Later;

        public readonly int Count => 1 + (Later?.Count ?? 0);

        /// <summary>So many of the oldest.</summary>
        public readonly List<string> ToList(int count)
        {
            var list = new List<string>(count) { Oldest };
            for (var index = 0; list.Count < count; index++)
            {
                list.Add(Later![index]);
            }

            return list;
        }

        /// <summary>False: it was the last one.</summary>
        public bool TryRemove(string name)
        {
            if (Oldest != name)
            {
                Later?.Remove(name);
                return true;
            }

            if (Later is not { Count: > 0 } later)
            {
                return false;
            }

            Oldest = later[0];
            later.RemoveAt(0);
            return true;
        }
    }
}
