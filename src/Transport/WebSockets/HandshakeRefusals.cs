using System.Text;

namespace Venueless.Fast.Transport.WebSockets;

/// <summary>The catalogue of refusals: status, text, additional header, and the complete HTTP/1.1 answer.</summary>
internal static class HandshakeRefusals
{
    public static (int StatusCode, string Status, string Text, string Header) Describe(HandshakeRefusal refusal) => refusal switch
    {
        HandshakeRefusal.HttpVersion => (400, "Bad Request", "A websocket needs HTTP/1.1.", ""),
        HandshakeRefusal.MissingHost => (400, "Bad Request", "Exactly one Host header is needed.", ""),
        HandshakeRefusal.UnexpectedBody => (400, "Bad Request", "A websocket request has no body.", ""),
        HandshakeRefusal.UnknownPath => (404, "Not Found", "There is no websocket at this path.", ""),
        HandshakeRefusal.UpgradeRequired => (426, "Upgrade Required", "This path is a websocket.", "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"),
        HandshakeRefusal.UnsupportedVersion => (426, "Upgrade Required", "Only websocket version 13 is spoken here.", "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"),
        HandshakeRefusal.InvalidKey => (400, "Bad Request", "Sec-WebSocket-Key must be 16 bytes in base64.", ""),
        HandshakeRefusal.HeadTooLarge => (431, "Request Header Fields Too Large", "The request head is too large.", ""),
        HandshakeRefusal.TimedOut => (408, "Request Timeout", "The request head did not arrive in time.", ""),
        HandshakeRefusal.MethodNotAllowed => (405, "Method Not Allowed", "A websocket is opened with GET.", "Allow: GET\r\n"),
        HandshakeRefusal.EndpointFailed => (500, "Internal Server Error", "The connection could not be set up.", ""),
        _ => (400, "Bad Request", "The request is malformed.", ""),
    };

    /// <summary>The whole answer. Cold: strings are fine.</summary>
    public static byte[] ToResponse(HandshakeRefusal refusal)
    {
        var (statusCode, status, text, header) = Describe(refusal);
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {statusCode} {status}\r\n{header}Content-Type: text/plain; charset=utf-8\r\nContent-Length: {text.Length}\r\nConnection: {(statusCode == 426 ? "upgrade, close" : "close")}\r\n\r\n{text}");
    }
}
