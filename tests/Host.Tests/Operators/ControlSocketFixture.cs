using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Operators;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Operators;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Operators;

/// <summary>Control sockets of nodes without connections, in a folder of the test's own.</summary>
internal sealed class ControlSocketFixture : IAsyncDisposable
{
    private readonly List<ControlSocket> _open = [];

    private ControlSocketFixture()
    {
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("venueless-test-").FullName;

    public string SocketPath => Path.Combine(Folder, "control.sock");

    public static ControlSocketFixture Create() => new();

    /// <summary>Opens one for a node of that label.</summary>
    public ControlSocket Open(string label, ControlSocketOptions? options = null)
    {
        var node = NodeIdentity.CreateNew(label);
        var sessions = new SessionRegistry();
        var orders = new ConnectionOrders(node, sessions, new TopicRegistry(), NullLogger<ConnectionOrders>.Instance);
        var socket = new ControlSocket(SocketPath, new OperatorDesk(node, sessions, orders, new NoStatistics(node), NoWorldNotices.Instance), options ?? new(), NullLogger.Instance);
        socket.Open();
        _open.Add(socket);
        return socket;
    }

    public async Task<Socket> ConnectAsync()
    {
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        return client;
    }

    /// <summary>Sends bytes and reads the next line; null: the server has closed.</summary>
    public static async Task<OperatorAnswer?> ExchangeAsync(Socket client, string request)
    {
        using var limit = new CancellationTokenSource(WireClient.DefaultTimeout);
        await using var stream = new NetworkStream(client, ownsSocket: false);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request), limit.Token);
        using var reader = new StreamReader(stream, leaveOpen: true);
        return await reader.ReadLineAsync(limit.Token) is { } line ? OperatorAnswer.TryParse(Encoding.UTF8.GetBytes(line)) : null;
    }

    /// <summary>The label of the node that answers a command here.</summary>
    public async Task<string?> AskLabelAsync()
    {
        using var client = await ConnectAsync();
        return (await ExchangeAsync(client, """{"version":1,"id":"x","do":"list"}""" + "\n"))?.Label;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _open)
        {
            await socket.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private sealed class NoStatistics(NodeIdentity node) : INodeStatistics
    {
        public NodeStatistics Read() => new() { Node = node.Id, Label = node.Label, Clock = 1, Connections = 0, Authenticated = 0, SlowCloses = 0, CommandTimes = [] };
    }
}
