using System.Runtime.InteropServices;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Sessions;

/// <summary>For a node without redis: the connections of this process are all there are. Thread-safe.</summary>
public sealed class LocalConnectionRegistry : IConnectionRegistry
{
    private readonly Lock _lock = new();

    // Under _lock; a user without connections has no list.
    private readonly Dictionary<UserId, List<string>> _users = [];

    /// <inheritdoc/>
    public void Connect()
    {
    }

    /// <inheritdoc/>
    public void Disconnect()
    {
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> RegisterAsync(UserId user, string name, int? limit)
    {
        lock (_lock)
        {
            ref var names = ref CollectionsMarshal.GetValueRefOrAddDefault(_users, user, out _);
            names ??= [];
            names.Add(name);
            var surplus = names.Count - (limit ?? int.MaxValue);
            return new(surplus > 0 ? names.GetRange(0, surplus) : []);
        }
    }

    /// <inheritdoc/>
    public void Unregister(UserId user, string name)
    {
        lock (_lock)
        {
            if (_users.TryGetValue(user, out var names) && names.Remove(name) && names.Count == 0)
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
}
