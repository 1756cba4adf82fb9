namespace Venueless.Fast.LoadTest.Client.WebSockets;

/// <summary>What happens on a websocket. Called on the thread of the websocket's loop, one call at a time.</summary>
public interface IWebSocketHandler
{
    /// <summary>The handshake was accepted.</summary>
    void OnOpened(WebSocketClient socket);

    /// <summary>A whole text message.</summary>
    /// <param name="message">UTF-8, not checked; valid during the call only.</param>
    /// <param name="receivedAt"><see cref="Measuring.Clock"/> when the bytes that ended the message were read.</param>
    void OnText(WebSocketClient socket, ReadOnlySpan<byte> message, long receivedAt);

    /// <summary>The connection is gone, or never came about; called exactly once.</summary>
    /// <param name="closeCode">Of the server's close frame; null without one.</param>
    /// <param name="reason">For people.</param>
    void OnClosed(WebSocketClient socket, int? closeCode, string reason);
}
