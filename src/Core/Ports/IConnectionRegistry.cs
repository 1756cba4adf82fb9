using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>
/// Who is connected, over all nodes (connection.md sections 7, 8 and 13). Thread-safe. Methods that return nothing never wait and never throw: what cannot be
/// delivered now is delivered as soon as that is possible again.
/// </summary>
public interface IConnectionRegistry
{
    /// <summary>A connection was accepted: it counts and is listed under this node's label.</summary>
    /// <param name="connection">See <see cref="Sessions.Connection.Id"/>.</param>
    void Connect(long connection);

    /// <summary>It has ended.</summary>
    void Disconnect(long connection);

    /// <summary>
    /// Appends a login to the user's connections, before <c>authenticated</c> is sent. Returns, decided in the same step, the names of the older connections
    /// beyond the limit, oldest first: they are replaced once <c>authenticated</c> was sent. Throws <see cref="StoreUnavailableException"/>.
    /// </summary>
    /// <param name="name">Unique, see <see cref="Sessions.NodeIdentity.NameOf"/>.</param>
    /// <param name="limit">How many of the user's connections stay, this one included; null: all.</param>
    ValueTask<IReadOnlyList<string>> RegisterAsync(UserId user, string name, int? limit);

    /// <summary>Removes a registered connection, or one whose registration failed and may have happened all the same.</summary>
    void Unregister(UserId user, string name);

    /// <summary>Says that this node and its label are alive; called for a ping before login.</summary>
    void Refresh();

    /// <summary>Says the same and renews the time that the user's connections are remembered for; called for a ping after login.</summary>
    void Refresh(UserId user, string name);

    /// <summary>
    /// The other nodes that have connections of the user, by <see cref="Sessions.NodeIdentity.Id"/>: as far as is known, so one may be gone, or so silent that it was
    /// forgotten. Throws <see cref="StoreUnavailableException"/>.
    /// </summary>
    ValueTask<IReadOnlyCollection<string>> FindOtherNodesAsync(UserId user);

    /// <summary>Whether the user is connected to any node. Throws <see cref="StoreUnavailableException"/>.</summary>
    ValueTask<bool> IsOnlineAsync(UserId user);
}
