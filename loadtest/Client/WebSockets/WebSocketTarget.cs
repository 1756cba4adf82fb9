using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Venueless.Fast.LoadTest.Client.WebSockets;

/// <summary>Where websockets connect to and what they say in the handshake; made once, used by thousands. Immutable.</summary>
public sealed class WebSocketTarget
{
    /// <summary>The example of RFC 6455: the answer to a constant key is constant, and nobody here depends on its randomness.</summary>
    internal const string AcceptedKey = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";
    private const string Compression = "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n";

    private readonly byte[] _request;

    /// <param name="host">The Host header.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="headers">Further headers of the request.</param>
    /// <param name="offersCompression">Whether permessage-deflate is offered; without it the server must not compress.</param>
    public WebSocketTarget(IPEndPoint endPoint, string host, string path, IEnumerable<KeyValuePair<string, string>>? headers = null, bool offersCompression = false)
    {
        EndPoint = endPoint;
        OffersCompression = offersCompression;
        var request = new StringBuilder($"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
        request.Append($"Sec-WebSocket-Key: {Key}\r\nSec-WebSocket-Version: 13\r\n").Append(offersCompression ? Compression : "");
        foreach (var (name, value) in headers ?? [])
        {
            request.Append($"{name}: {value}\r\n");
        }

        _request = Encoding.ASCII.GetBytes(request.Append("\r\n").ToString());
    }

    public IPEndPoint EndPoint { get; }

    public bool OffersCompression { get; }

    internal ReadOnlySpan<byte> Request => _request;

    /// <summary>Looks the host up.</summary>
    /// <param name="url">Must be <c>ws://</c>.</param>
    /// <exception cref="NotSupportedException">Another scheme: the load goes to the port behind the TLS proxy.</exception>
    /// <exception cref="SocketException">The host is unknown.</exception>
    public static async Task<WebSocketTarget> ResolveAsync(Uri url, IEnumerable<KeyValuePair<string, string>>? headers = null, bool offersCompression = false)
    {
        if (url.Scheme != "ws")
        {
            throw new NotSupportedException($"{url}: only ws:// addresses can be loaded; use the server's port behind the TLS proxy.");
        }

        // localhost means 127.0.0.1 here: a server that listens on one family listens on this one, and further source addresses exist only there.
        var addresses = url.Host == "localhost" ? [IPAddress.Loopback] : await Dns.GetHostAddressesAsync(url.DnsSafeHost);
        var address = addresses.FirstOrDefault(static address => address.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
        return new WebSocketTarget(new IPEndPoint(address, url.Port < 0 ? 80 : url.Port), url.Authority, url.PathAndQuery, headers, offersCompression);
    }

    /// <summary>
    /// On loopback a source address serves 10,000 connections, because an address has about 28,000 ports for one destination and closed ones rest for a minute.
    /// </summary>
    /// <param name="connection">Number of the connection, over all processes.</param>
    /// <returns>Null where the kernel shall choose.</returns>
    public IPAddress? SourceFor(int connection) =>
        EndPoint.AddressFamily == AddressFamily.InterNetwork && IPAddress.IsLoopback(EndPoint.Address) && OperatingSystem.IsLinux() && connection >= 10_000
            ? new IPAddress([127, 0, (byte)(connection / 10_000 / 250), (byte)((connection / 10_000 % 250) + 1)])
            : null;
}
