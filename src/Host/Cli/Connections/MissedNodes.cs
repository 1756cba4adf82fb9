using Venueless.Fast.Core.Operators;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Host.Cli.Connections;

/// <summary>Servers whose connections an order may have missed, and why.</summary>
internal sealed class MissedNodes
{
    private readonly SortedSet<string> _silent = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _refused = new(StringComparer.Ordinal);

    public void Add(IEnumerable<string> silent, IEnumerable<NodeRefusal> refused)
    {
        _silent.UnionWith(silent);
        foreach (var refusal in refused)
        {
            _refused[refusal.Node] = refusal.Reason;
        }
    }

    /// <summary>Whether the connection is one of such a server: nobody has to wait for it again.</summary>
    public bool HasConnection(string name) => NodeIdentity.TryFindNode(name, out var node) && (_silent.Contains(node) || _refused.ContainsKey(node));

    /// <summary>One line for all that are silent, one for each that refuses; false: there are none.</summary>
    public async Task<bool> TellAsync(TextWriter error)
    {
        if (_silent.Count > 0)
        {
            await error.WriteLineAsync($"Not every server has answered, so connections may have been missed. Without an answer: {string.Join(", ", _silent)}");
        }

        foreach (var (node, reason) in _refused)
        {
            await error.WriteLineAsync($"Server {node} refuses, so its connections were missed: {OperatorConnection.Printable(reason)}");
        }

        return _silent.Count + _refused.Count > 0;
    }
}
