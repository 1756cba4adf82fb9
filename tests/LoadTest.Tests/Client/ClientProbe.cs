using System.Net;
using System.Text;
using System.Threading.Channels;
using Venueless.Fast.LoadTest.Client.Loops;
using Venueless.Fast.LoadTest.Client.WebSockets;

namespace Venueless.Fast.LoadTest.Tests.Client;

/// <summary>A websocket client on a loop of its own, and what its handler was told, to be awaited by the test's thread.</summary>
internal sealed class ClientProbe : IWebSocketHandler, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();
    private WebSocketClient? _socket;

    public ClientProbe(EventLoopKind kind)
    {
        Loop = EventLoop.Start(kind);
    }

    public EventLoop Loop { get; }

    public bool IsCompressing => _socket!.IsCompressing;

    public void Connect(WebSocketTarget target, IPAddress? source = null) => Loop.Post(() => _socket = WebSocketClient.Connect(Loop, target, this, source));

    public void Do(Action<WebSocketClient> act) => Loop.Post(() => act(_socket!));

    public void SendText(string text) => Do(socket => socket.SendText(Encoding.UTF8.GetBytes(text)));

    /// <summary>The next thing the handler was told: <c>opened</c>, <c>text …</c> or <c>closed (code) (reason)</c>.</summary>
    public Task<string> NextAsync() => _told.Reader.ReadAsync().AsTask().WaitAsync(Limit);

    /// <summary>Whether everything that the handler was told is read, in the order of the loop.</summary>
    public async Task<bool> HasNothingAsync()
    {
        await Loop.InvokeAsync(() => Task.CompletedTask);
        return _told.Reader.Count == 0;
    }

    public void OnOpened(WebSocketClient socket) => Tell(socket, "opened");

    public void OnText(WebSocketClient socket, ReadOnlySpan<byte> message, long receivedAt) => Tell(socket, "text " + Encoding.UTF8.GetString(message));

    public void OnClosed(WebSocketClient socket, int? closeCode, string reason) => Tell(socket, $"closed {closeCode} {reason}");

    public void Dispose() => Loop.Dispose();

    private void Tell(WebSocketClient socket, string what)
    {
        Assert.True(socket.Loop.IsCurrent);
        _told.Writer.TryWrite(what);
    }
}
