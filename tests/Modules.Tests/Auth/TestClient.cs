using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Modules.Tests.Auth;

/// <summary>The client's end of one session: sends JSON texts, takes JSON messages.</summary>
internal sealed class TestClient
{
    public TestClient(SessionServices services, WorldId world) => Session = new Session(services, Connection, world);

    public FakeConnection Connection { get; } = new();

    public Session Session { get; }

    /// <summary>Completes when the session has dealt with the message.</summary>
    public async Task SendAsync(string message) =>
        await Session.OnMessageAsync(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(message)), MessageType.Text);

    /// <summary>Sends and takes the next message.</summary>
    public async Task<JsonArray> AskAsync(string message)
    {
        await SendAsync(message);
        return Connection.Take();
    }

    public async Task CloseAsync()
    {
        Connection.Close(CloseReason.ClosedByPeer);
        await Session.OnClosedAsync(new ConnectionClosed(CloseReason.ClosedByPeer, 1000));
    }
}
