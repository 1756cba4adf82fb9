using System.Diagnostics.CodeAnalysis;
using System.Text;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Sessions;

/// <summary><c>/ws/world/&lt;world id&gt;/</c>, with or without the trailing slash; the query is ignored (connection.md section 1).</summary>
public sealed class WorldEndpoint(SessionServices services) : IConnectionEndpoint
{
    private readonly SessionServices _services = services;

    private static ReadOnlySpan<byte> Prefix => "/ws/world/"u8;

    /// <inheritdoc/>
    public bool TryMatch(ReadOnlySpan<byte> requestTarget, [NotNullWhen(true)] out string? path)
    {
        path = null;
        if (!requestTarget.StartsWith(Prefix))
        {
            return false;
        }

        var segment = requestTarget[Prefix.Length..];
        var query = segment.IndexOf((byte)'?');
        segment = query < 0 ? segment : segment[..query];
        segment = segment.EndsWith("/"u8) ? segment[..^1] : segment;
        if (segment.IsEmpty || segment.Contains((byte)'/'))
        {
            return false;
        }

        var name = Uri.UnescapeDataString(Encoding.UTF8.GetString(segment));
        // One text for everybody in a world that the store has loaded; nothing is interned for strangers.
        path = string.IsInterned(name) ?? name;
        return true;
    }

    /// <inheritdoc/>
    public IMessageHandler CreateHandler(string path, Connection connection) => new Session(_services, connection, new WorldId(path));
}
