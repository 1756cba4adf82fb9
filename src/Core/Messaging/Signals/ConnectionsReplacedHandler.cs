using System.Text;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Messaging.Signals;

/// <summary>A login on another node has exceeded a user's limit: the connections of this node among those named are replaced (connection.md section 8).</summary>
public sealed class ConnectionsReplacedHandler(ConnectionReplacer replacer) : ISignalHandler
{
    private const char Separator = '\n';

    private readonly ConnectionReplacer _replacer = replacer;

    /// <inheritdoc/>
    public SignalKind Kind => SignalKind.ConnectionsReplaced;

    /// <summary>The signal for these connections, see <see cref="NodeIdentity.NameOf"/>.</summary>
    public static Signal SignalFor(IReadOnlyList<string> names) =>
        new(SignalKind.ConnectionsReplaced, Encoding.UTF8.GetBytes(string.Join(Separator, names)));

    /// <inheritdoc/>
    public ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body)
    {
        _replacer.ReplaceHere(Encoding.UTF8.GetString(body.Span).Split(Separator));
        return ValueTask.CompletedTask;
    }
}
