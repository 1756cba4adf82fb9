using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Modules.Tests.Venue;

/// <summary>The client's end of one session.</summary>
internal sealed class VenueClient
{
    private int _lastId;

    public VenueClient(SessionServices services, UserRow user)
    {
        User = user;
        Session = new Session(services, Connection, VenueWorld.Id);
    }

    public UserRow User { get; }

    public string UserId => User.Id.ToString();

    public FakeConnection Connection { get; } = new();

    public Session Session { get; }

    /// <summary>Completes when the session has dealt with the message.</summary>
    public async Task SendAsync(string message) =>
        await Session.OnMessageAsync(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(message)), MessageType.Text);

    /// <summary>Sends a command and returns what arrived meanwhile: the reply first, then pushes. What arrived before is dropped.</summary>
    public async Task<IReadOnlyList<JsonArray>> RunAsync(string command, string body)
    {
        Connection.TakeAll();
        await SendAsync($"""["{command}", {++_lastId}, {body}]""");
        return Connection.TakeAll();
    }

    /// <summary>Sends a command that succeeds and returns the payload of the reply; later messages stay to be taken, earlier ones are dropped.</summary>
    public async Task<JsonNode> AskAsync(string command, string body)
    {
        Connection.TakeAll();
        await SendAsync($"""["{command}", {++_lastId}, {body}]""");
        var reply = Connection.Take();
        Assert.True((string?)reply[0] == "success", reply.ToJsonString());
        Assert.Equal(_lastId, (int)reply[1]!);
        return reply[2]!;
    }

    /// <summary>Sends a command that is refused, and returns code and message joined by a blank; earlier messages are dropped.</summary>
    public async Task<string> RefuseAsync(string command, string body)
    {
        Connection.TakeAll();
        await SendAsync($"""["{command}", {++_lastId}, {body}]""");
        var reply = Connection.Take();
        Assert.True((string?)reply[0] == "error", reply.ToJsonString());
        Assert.Equal(_lastId, (int)reply[1]!);
        Assert.Equal(SessionState.Authenticated, Session.State);
        return $"{(string?)reply[2]!["code"]} {(string?)reply[2]!["message"]}".TrimEnd();
    }

    /// <summary>Takes everything that has arrived and returns the names, or the payloads of one name.</summary>
    public string[] TakeNames() => [.. Connection.TakeAll().Select(message => (string)message[0]!)];

    /// <summary>Takes everything that has arrived and returns the payloads of one push.</summary>
    public JsonNode[] TakePushes(string name) => [.. Connection.TakeAll().Where(message => (string)message[0]! == name).Select(message => message[1]!)];

    public async Task CloseAsync()
    {
        Connection.Close(CloseReason.ClosedByPeer);
        await Session.OnClosedAsync(new ConnectionClosed(CloseReason.ClosedByPeer, 1000));
    }
}
