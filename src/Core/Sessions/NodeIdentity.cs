using System.Globalization;

namespace Venueless.Fast.Core.Sessions;

/// <summary>This run of this process among the nodes of an installation. Immutable.</summary>
/// <param name="Id">Hexadecimal digits; never used by another run.</param>
/// <param name="Label">Connection label, <c>commit.environment</c> (connection.md section 6).</param>
public sealed record NodeIdentity(string Id, string Label)
{
    // What follows is ours only when everything before it is hexadecimal: the names of the reference server contain other letters there.
    private const char Separator = '!';

    /// <summary>For a process that starts now.</summary>
    public static NodeIdentity CreateNew(string label) => new(Guid.NewGuid().ToString("N"), label);

    /// <summary>The installation-wide name of a connection of this node: <c>node!number</c>.</summary>
    /// <param name="connection">See <see cref="Connection.Id"/>.</param>
    public string NameOf(long connection) => string.Create(CultureInfo.InvariantCulture, $"{Id}{Separator}{connection}");

    /// <summary>The <see cref="Id"/> of the node that a connection's name is from; false for names that are none of ours.</summary>
    public static bool TryFindNode(string name, out string node)
    {
        var end = name.IndexOf(Separator, StringComparison.Ordinal);
        node = end > 0 ? name[..end] : string.Empty;
        return Guid.TryParseExact(node, "N", out _);
    }

    /// <summary>The number of a connection of this node; false for names of other nodes.</summary>
    public bool TryFindConnection(string name, out long connection)
    {
        connection = 0;
        return name.Length > Id.Length
            && name[Id.Length] == Separator
            && name.StartsWith(Id, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(Id.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out connection);
    }
}
