using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Signals;

namespace Venueless.Fast.Core.Sessions;

/// <summary>Tells connections that newer ones of the same user take their place (connection.md section 8). Thread-safe; never waits and never throws.</summary>
public sealed class ConnectionReplacer(NodeIdentity node, SessionRegistry sessions)
{
    private readonly NodeIdentity _node = node;
    private readonly SessionRegistry _sessions = sessions;

    /// <summary>Each of them gets <c>connection.replaced</c> and is closed, on whatever node it is; names whose connection has ended meanwhile are ignored.</summary>
    /// <param name="names">From <see cref="Ports.IConnectionRegistry.RegisterAsync"/>.</param>
    public void Replace(IBroker broker, WorldId world, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        if (ReplaceHere(names) < names.Count)
        {
            var pushes = new PushList();
            pushes.Add(ConnectionsReplacedHandler.SignalFor(names));
            broker.Publish(world, pushes);
        }
    }

    /// <summary>The same for the connections of this node; returns how many of the names are its own.</summary>
    internal int ReplaceHere(IReadOnlyList<string> names)
    {
        var own = 0;
        foreach (var name in names)
        {
            if (_node.TryFindConnection(name, out var connection))
            {
                own++;
                _sessions.Find(connection)?.Replace();
            }
        }

        return own;
    }
}
