using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Threading.Channels;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Transport.Tests.Hosting;

/// <summary>Accepts /ws/echo and everything below it; hands the handlers it makes to the test.</summary>
internal sealed class ScriptedEndpoint : IConnectionEndpoint
{
    private readonly Channel<ScriptedHandler> _created = Channel.CreateUnbounded<ScriptedHandler>();

    /// <summary>Prepares each handler before the handshake is answered.</summary>
    public Action<ScriptedHandler>? Prepare { get; set; }

    /// <summary>Called before a path is judged.</summary>
    public Action? Match { get; set; }

    public bool TryMatch(ReadOnlySpan<byte> requestTarget, [NotNullWhen(true)] out string? path)
    {
        Match?.Invoke();
        path = requestTarget.StartsWith("/ws/echo"u8) ? Encoding.ASCII.GetString(requestTarget) : null;
        return path is not null;
    }

    public IMessageHandler CreateHandler(string path, Connection connection)
    {
        var handler = new ScriptedHandler(connection);
        Prepare?.Invoke(handler);
        _created.Writer.TryWrite(handler);
        return handler;
    }

    /// <summary>The handler of the next connection, in the order of their handshakes.</summary>
    public async Task<ScriptedHandler> NextHandlerAsync() => await _created.Reader.ReadAsync().AsTask().WaitAsync(WireClient.DefaultTimeout);
}
