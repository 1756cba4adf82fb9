using System.Globalization;
using System.Text;
using Venueless.Fast.LoadTest.Client.Measuring;
using Venueless.Fast.LoadTest.Client.WebSockets;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Attendees;

/// <summary>
/// A browser with the event's page open, as the real web client behaves (web-client.md): logs in, pings, measures its commands, comes back a second after its connection
/// is lost. Lives on the thread of its crowd's loop, continuations of its calls included.
/// </summary>
internal sealed partial class Attendee(Crowd crowd, int number) : IWebSocketHandler
{
    private WebSocketClient? _socket;
    private TaskCompletionSource? _opened;
    private TaskCompletionSource? _authenticated;
    private TaskCompletionSource _closed = new();
    private long _startedAt;

    // Null: the other side has ended the connection.
    private string? _leavesBecause;

    /// <summary>Over all workers.</summary>
    public int Number => number;

    public Crowd Crowd => crowd;

    public bool IsLoggedIn { get; private set; }

    /// <summary>In its room, with everything that belongs to it.</summary>
    public bool HasJoined { get; set; }

    /// <summary>Was in its room before the first message, on the same connection.</summary>
    public bool IsFromStart { get; set; }

    /// <summary>Its messages and latencies are not the others': it does not read.</summary>
    public bool IsSlow { get; set; }

    /// <summary>Connections so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Another token than the crowd's; null: the crowd's, or a guest.</summary>
    public string? Token { get; init; }

    /// <summary>See <see cref="WebSocketClient.Connect"/>.</summary>
    public int ReceiveBufferBytes { get; set; }

    /// <summary>Own account or client id; the same after every reconnect.</summary>
    private string ClientId => string.Create(CultureInfo.InvariantCulture, $"{crowd.Options.Run:x8}-0000-4000-8000-{number:x12}");

    /// <summary>Completes when the connection is gone.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Connects and logs in.</summary>
    /// <returns>False when the connection was refused, lost, or the login was not accepted; it is closed then.</returns>
    public async Task<bool> ConnectAsync()
    {
        _closed = new TaskCompletionSource();
        _opened = new TaskCompletionSource();
        _authenticated = new TaskCompletionSource();
        _startedAt = Clock.Now;
        Connections++;
        _lastId = 0;
        _leavesBecause = null;
        _streams = [];
        _socket = WebSocketClient.Connect(crowd.Loop, crowd.Target, this, crowd.Target.SourceFor(number), ReceiveBufferBytes);
        await Task.WhenAny(_opened.Task, _closed.Task);
        if (!_socket.IsOpen)
        {
            return false;
        }

        crowd.Measurements.Record("connect", Clock.Now - _startedAt);
        var sentAt = Clock.Now;
        var token = Token ?? (crowd.Options.Tokens.Count > 0 ? crowd.Options.Tokens[number % crowd.Options.Tokens.Count] : null);
        _socket.SendText(Encoding.UTF8.GetBytes(token is null ? $$"""["authenticate",{"client_id":"{{ClientId}}"}]""" : $$"""["authenticate",{"token":"{{token}}"}]"""));
        await Task.WhenAny(_authenticated.Task, _closed.Task);
        if (!IsLoggedIn)
        {
            return false;
        }

        crowd.Measurements.Record("authenticate", Clock.Now - sentAt);
        StartPinging();
        return true;
    }

    /// <summary>Goes away without a word, as a closed laptop.</summary>
    public void Vanish()
    {
        _leavesBecause = "went away";
        _socket?.Abort("went away");
    }

    /// <summary>Stops reading; see <see cref="Client.Loops.LoopConnection.PauseReading"/>.</summary>
    public void StopReading() => _socket?.PauseReading();

    public void ReadAgain() => _socket?.ResumeReading();

    public void OnOpened(WebSocketClient socket)
    {
        crowd.Measurements.Connected++;
        _opened?.TrySetResult();
    }

    public void OnClosed(WebSocketClient socket, int? closeCode, string reason)
    {
        if (_opened is { Task.IsCompleted: true })
        {
            crowd.Measurements.Connected--;
        }

        if (!crowd.IsOver)
        {
            crowd.Measurements.Count(_leavesBecause ?? (closeCode is { } code ? $"closed by the server with {code}" : $"closed: {reason}"));
        }

        IsLoggedIn = false;
        HasJoined = IsFromStart = false;
        EndCalls();
        _closed.TrySetResult();
    }

    /// <summary>An error without an answer to a command: a refused login, or the end of the session.</summary>
    private void OnGlobalError(string code)
    {
        CountError("session", code);
        Leave("closed by the attendee: an error that ends the session");
    }

    private void Leave(string reason)
    {
        _leavesBecause = reason;
        _socket!.Close();
    }

    private void CountError(string command, string code)
    {
        crowd.Measurements.Count("errors");
        crowd.Measurements.Count($"error {code} ({command})");
        crowd.Measurements.Second.Errors++;
    }
}
