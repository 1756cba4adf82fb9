using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Crash.Nodes;

/// <summary>An attendee who only listens, and comes back one second after the connection has ended, as the web client does.</summary>
internal sealed class Guest(int number, ServerProcess[] nodes, string world)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string _clientId = Guid.NewGuid().ToString();
    private int _returns;
    private int _isServed;
    private int _wasTold;
    private VenuelessClient? _connection;

    /// <summary>How often it came back. Any thread.</summary>
    public int Returns => Volatile.Read(ref _returns);

    /// <summary>Between a login and the end of its connection. Any thread.</summary>
    public bool IsServed => Volatile.Read(ref _isServed) != 0;

    /// <summary>A message about the connection itself has come: an error, or <c>connection.reload</c>. Any thread.</summary>
    public bool WasTold => Volatile.Read(ref _wasTold) != 0;

    /// <summary>Until the first connection that ends after the request to stop.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            _connection = await VenuelessClient.ConnectAsync(nodes[(number + Returns) % nodes.Length].Port, world);
            await _connection.AuthenticateAsync(new JsonObject { ["client_id"] = _clientId });
            Volatile.Write(ref _isServed, 1);
            await ListenAsync(_connection);
            Volatile.Write(ref _isServed, 0);
            await _connection.DisposeAsync();
            if (!stopping.IsCancellationRequested)
            {
                await Task.Delay(Pause, CancellationToken.None);
                Interlocked.Increment(ref _returns);
            }
        }
    }

    private async Task ListenAsync(VenuelessClient connection)
    {
        while (await connection.Wire.TryReceiveFrameAsync("anything") is { } frame)
        {
            if (frame.Opcode == WireFrame.CloseOpcode)
            {
                return;
            }

            if (frame.Opcode == WireFrame.TextOpcode && (string?)JsonNode.Parse(frame.Text)![0] is "error" or "connection.reload")
            {
                Volatile.Write(ref _wasTold, 1);
            }
        }
    }
}
