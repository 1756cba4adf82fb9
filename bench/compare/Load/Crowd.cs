using System.Net;
using Venueless.Fast.Compare.Dialects;
using Venueless.Fast.Compare.Servers;
using Venueless.Fast.LoadTest.Client.Loops;
using Venueless.Fast.LoadTest.Client.WebSockets;

namespace Venueless.Fast.Compare.Load;

/// <summary>All clients of one server, on one event loop. Everything but <see cref="RunAsync"/>, <see cref="GrowAsync"/> and disposal: loop thread only.</summary>
internal sealed class Crowd : IDisposable
{
    // Clients that connect and log in at the same moment; as a door does, not as a storm.
    private const int OpeningAtOnce = 128;

    private static readonly TimeSpan OpeningLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan FailureCheck = TimeSpan.FromSeconds(1);

    private readonly EventLoop _loop = EventLoop.Start();
    private readonly WebSocketTarget _target;
    private readonly List<LoadClient> _clients = [];
    private readonly Role _role;
    private readonly int _members;
    private TaskCompletionSource _allThere = new();
    private int _there;
    private int _wanted;
    // Written once by whoever disposes, read by the loop.
    private volatile bool _isEnding;

    /// <param name="server">To connect to.</param>
    /// <param name="dialect">How its clients speak.</param>
    /// <param name="members">The first clients, which may publish; the others have the role.</param>
    /// <param name="role">Of those who come after the members.</param>
    public Crowd(ServerChild server, Dialect dialect, int members, Role role = Role.Subscriber)
    {
        Server = server;
        Dialect = dialect;
        _members = members;
        _role = role;
        _target = new WebSocketTarget(new IPEndPoint(IPAddress.Loopback, server.Port), $"127.0.0.1:{server.Port}", dialect.Path);
    }

    public ServerChild Server { get; }

    public Dialect Dialect { get; }

    public EventLoop Loop => _loop;

    public IReadOnlyList<LoadClient> Clients => _clients;

    public int Members => Math.Min(_members, _clients.Count);

    /// <summary>Connections that the server has ended.</summary>
    public int Gone { get; private set; }

    /// <summary>Of the first connection that the server has ended; null: none.</summary>
    public string? GoneReason { get; private set; }

    public IFrameListener Listener { get; set; } = IgnoringListener.Instance;

    /// <summary>Returns when so many clients are connected and have said everything that opens.</summary>
    public async Task GrowAsync(int count)
    {
        await RunAsync(() =>
        {
            _allThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _wanted = count;
            ConnectMore();
            return _allThere.Task;
        }).WaitAsync(OpeningLimit);
    }

    /// <summary>Runs a phase on the loop's thread.</summary>
    /// <exception cref="InvalidOperationException">The loop has ended by a defect of its handlers; nothing on it completes any more.</exception>
    public async Task RunAsync(Func<Task> phase)
    {
        var running = _loop.InvokeAsync(phase);
        while (await Task.WhenAny(running, Task.Delay(FailureCheck)) != running)
        {
            if (_loop.Failure is { } failure)
            {
                throw new InvalidOperationException("The load generator has failed.", failure);
            }
        }

        await running;
    }

    public void OnThere()
    {
        _there++;
        if (_there == _wanted)
        {
            _allThere.TrySetResult();
        }
        else
        {
            ConnectMore();
        }
    }

    public void OnGone(LoadClient client, int? closeCode, string reason)
    {
        if (_isEnding)
        {
            return;
        }

        Gone++;
        GoneReason ??= closeCode is null ? reason : $"{reason}, code {closeCode}";
        // Means nothing to a crowd that is complete.
        Fail($"Client {client.Index} of {_wanted} was gone before all were there: {GoneReason}.");
    }

    /// <summary>The opening has failed for all.</summary>
    public void Fail(string reason) => _allThere.TrySetException(new InvalidOperationException(reason));

    public void Dispose()
    {
        // What the loop closes from here on was not ended by the server.
        _isEnding = true;
        _loop.Dispose();
    }

    private void ConnectMore()
    {
        while (_clients.Count < _wanted && _clients.Count - _there < OpeningAtOnce)
        {
            var index = _clients.Count;
            var client = new LoadClient(this, index, Dialect.Opening(index, index < _members ? Role.Member : _role));
            _clients.Add(client);
            WebSocketClient.Connect(_loop, _target, client, _target.SourceFor(index));
        }
    }
}
