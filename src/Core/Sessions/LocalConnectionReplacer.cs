using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Sessions;

/// <summary>Replaces the connections of this node; those of others are left to who reaches other nodes. Thread-safe.</summary>
public sealed class LocalConnectionReplacer(NodeIdentity node, SessionRegistry sessions) : IConnectionReplacer
{
    private readonly NodeIdentity _node = node;
    private readonly SessionRegistry _sessions = sessions;

    /// <inheritdoc/>
    public void Replace(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (_node.TryFindConnection(name, out var connection))
            {
                _sessions.Find(connection)?.Replace();
            }
        }
    }
}
