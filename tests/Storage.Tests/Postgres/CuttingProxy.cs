using System.Net;
using System.Net.Sockets;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>
/// Between a store and its server; loses connections when told to. It counts turns from <see cref="CutAt"/> on: each time the client speaks after the server has
/// spoken, on whatever connection.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;
    private readonly Lock _lock = new();

    // Under _lock.
    private readonly List<(TcpClient Client, TcpClient Server)> _links = [];
    private int _turnsLeft;
    private bool _afterAnswer;
    private bool _staysAway;
    private bool _isAway;
    private int _cuts;

    public CuttingProxy(string host, int port)
    {
        _host = host;
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often <see cref="CutAt"/> came true.</summary>
    public int Cuts
    {
        get
        {
            lock (_lock)
            {
                return _cuts;
            }
        }
    }

    /// <summary>Loses the connection once, in the client's turn of that number.</summary>
    /// <param name="afterAnswer">False: what the client says does not reach the server. True: it does, and what is lost is the answer.</param>
    /// <param name="staysAway">New connections are lost at once, until <see cref="ComeBack"/>.</param>
    public void CutAt(int turn, bool afterAnswer, bool staysAway = false)
    {
        lock (_lock)
        {
            (_turnsLeft, _afterAnswer, _staysAway) = (turn, afterAnswer, staysAway);
        }
    }

    public void ComeBack()
    {
        lock (_lock)
        {
            _isAway = false;
        }
    }

    /// <summary>Loses all connections; new ones work.</summary>
    public void CutAll()
    {
        lock (_lock)
        {
            foreach (var (client, server) in _links)
            {
                client.Dispose();
                server.Dispose();
            }

            _links.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        CutAll();
#pragma warning disable VSTHRD003 // Our own loop.
        await _accepting;
#pragma warning restore VSTHRD003
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                _ = LinkAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private async Task LinkAsync(TcpClient client)
    {
        var server = new TcpClient();
        try
        {
            lock (_lock)
            {
                if (_isAway)
                {
                    return;
                }

                _links.Add((client, server));
            }

            await server.ConnectAsync(_host, _port, _stopping.Token);
            client.NoDelay = server.NoDelay = true;
            await PumpAsync(client.GetStream(), server.GetStream());
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // Lost, by us or by one of them.
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private async Task PumpAsync(NetworkStream client, NetworkStream server)
    {
        // Both directions share it: a turn begins with the client's first words after the server's.
        var link = new Link();
        var up = ForwardAsync(client, server, () => BeginTurn(link));
        var down = ForwardAsync(server, client, () =>
        {
            if (link.IsAnswerLost)
            {
                Cut();
                throw new IOException("The answer is lost.");
            }

            link.HasServerSpoken = true;
        });
        await Task.WhenAny(up, down);
        client.Dispose();
        server.Dispose();
        await Task.WhenAll(up, down);
    }

    private void BeginTurn(Link link)
    {
        if (!link.HasServerSpoken)
        {
            return;
        }

        link.HasServerSpoken = false;
        lock (_lock)
        {
            if (_turnsLeft == 0 || --_turnsLeft > 0)
            {
                return;
            }

            if (_afterAnswer)
            {
                link.IsAnswerLost = true;
                return;
            }
        }

        Cut();
        throw new IOException("The question is lost.");
    }

    private void Cut()
    {
        lock (_lock)
        {
            _cuts++;
            _isAway = _staysAway;
        }
    }

    private async Task ForwardAsync(NetworkStream from, NetworkStream to, Action speaking)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, _stopping.Token) is > 0 and var count)
        {
            speaking();
            await to.WriteAsync(buffer.AsMemory(0, count), _stopping.Token);
        }
    }

    // The two directions take turns, so that plain fields are enough.
    private sealed class Link
    {
        public bool HasServerSpoken { get; set; }

        public bool IsAnswerLost { get; set; }
    }
}
