using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Transport.Links;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Transport;

/// <summary>Accepts websockets, on raw connections and on requests that HTTP has upgraded, and owns what they share. One per process. Thread-safe.</summary>
public sealed partial class WebSocketServer : IDisposable
{
    private static readonly byte[] AnswerStart = Encoding.ASCII.GetBytes(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ");

    private static readonly byte[] ExtensionsStart = Encoding.ASCII.GetBytes("\r\nSec-WebSocket-Extensions: ");

    // Longest answer of DeflateNegotiation, rounded up.
    private const int MaxExtensionsBytes = 256;

    private readonly TransportServices _services;
    private readonly IConnectionEndpoint _endpoint;
    private readonly byte[] _prefix;

    /// <summary>Starts the common timer. Throws when an option makes no sense.</summary>
    public WebSocketServer(IConnectionEndpoint endpoint, TransportOptions options, TimeProvider timeProvider, ILogger<WebSocketServer> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _services = new TransportServices(options, timeProvider, logger);
        _endpoint = endpoint;
        _prefix = Encoding.ASCII.GetBytes("GET " + options.PathPrefix);
        PathPrefix = options.PathPrefix;
    }

    /// <summary>See <see cref="TransportOptions.PathPrefix"/>.</summary>
    public string PathPrefix { get; }

    /// <summary>Counts of this server, for metrics.</summary>
    public TransportCounters Counters => _services.Counters;

    /// <summary>Bytes that unfinished inbound messages hold now, for metrics.</summary>
    public long UnfinishedBytes => _services.Budget.UsedBytes;

    internal TransportServices Services => _services;

    /// <summary>Sockets that belong to this server now, those in their handshake included. Any thread.</summary>
    public int Sockets => _services.Sockets;

    /// <summary>
    /// Looks at a new TCP connection. True: it is a websocket, or was an attempt at one, and the socket belongs to the server now, which closes it. False: nothing was
    /// consumed, and the socket stays the caller's. A connection that is gone is no error; what a failing endpoint or logger throws gets through, and the socket is closed.
    /// </summary>
    /// <param name="socket">Just accepted: nothing was read from it or written to it yet. Made non-blocking.</param>
    public async Task<bool> TryServeAsync(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var link = new SocketLink(socket, _services);
        PeekStatus status;
        try
        {
            var peek = new RequestPeek(_services, link, _prefix);
            status = await peek.ReadAsync();
            if (status is PeekStatus.Head or PeekStatus.Refused)
            {
                // Not awaited: the connection ends by itself, and nothing of the handshake lives as long.
                if (AcceptAsync(peek, link) is not null)
                {
                    return true;
                }

                await RefuseAsync(link, peek);
            }
        }
        catch
        {
            link.Release();
            throw;
        }

        if (status == PeekStatus.HandOn)
        {
            link.Detach();
            return false;
        }

        link.Release();
        return true;
    }

    /// <summary>
    /// Looks at a connection that has more than a socket: TLS, other transports. True: it was a websocket (or an attempt at one) and has been served to its end. False:
    /// nothing was consumed, the connection belongs to the next middleware.
    /// </summary>
    /// <param name="connection">Just accepted: nothing was written to it yet.</param>
    public async Task<bool> TryAcceptAsync(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var closeRequested = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        var link = new PipeLink(connection.Transport, connection, abortUpgraded: null, closeRequested, connection.ConnectionClosed);
        var peek = new RequestPeek(_services, link, _prefix);
        PeekStatus status;
        try
        {
            status = await peek.ReadAsync();
        }
        catch (Exception)
        {
            // Only the pipe throws: the peer has reset the connection.
            return true;
        }

        if (status is PeekStatus.Head or PeekStatus.Refused)
        {
            await (AcceptAsync(peek, link) ?? RefuseAsync(link, peek));
        }

        return status != PeekStatus.HandOn;
    }

    /// <summary>Asks every websocket to leave, at once; they do so within the limits of <see cref="TransportOptions.CloseTimeout"/>. For a listener that has stopped.</summary>
    public void BeginStop() => Stop(ServerStop.Closing);

    /// <summary>Cuts every connection that is still there.</summary>
    public void Abort() => Stop(ServerStop.Aborting);

    /// <summary>Stops the timer. Connections still open keep their descriptors until their peers leave, so stop the listener first.</summary>
    public void Dispose() => _services.Registry.Dispose();

    // Synchronous, so that no span or buffer lives in the state machine of a connection. Null: refused, see the peek.
    private Task? AcceptAsync(RequestPeek peek, ITransportLink link)
    {
        if (peek.Refusal != HandshakeRefusal.None)
        {
            return null;
        }

        var head = peek.Head;
        byte[]? rented = null;
        try
        {
            var bytes = head.IsSingleSegment ? head.FirstSpan : Copy(head, out rented);
            peek.Refusal = RequestHead.Parse(bytes, out var target, out var headers);
            if (peek.Refusal != HandshakeRefusal.None || (peek.Refusal = Judge(target, headers, out var path)) != HandshakeRefusal.None)
            {
                return null;
            }

            var extensions = Extensions(headers);
            var connection = new WebSocketConnection(_services, link, extensions is not null);
            if (!TryCreateHandler(path!, connection, out var handler))
            {
                peek.Refusal = HandshakeRefusal.EndpointFailed;
                return null;
            }

            // What the client sent right behind its head stays in the pipe for the frame reader.
            link.Input.AdvanceTo(head.End);
            peek.ForgetHead();
            return RunAsync(connection, handler, headers, extensions);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private static Task RunAsync(WebSocketConnection connection, IMessageHandler handler, in UpgradeHeaders headers, string? extensions)
    {
        Span<byte> answer = stackalloc byte[AnswerStart.Length + UpgradeHeaders.AcceptKeyBytes + ExtensionsStart.Length + MaxExtensionsBytes + 4];
        AnswerStart.CopyTo(answer);
        headers.WriteAcceptKey(answer[AnswerStart.Length..]);
        var length = AnswerStart.Length + UpgradeHeaders.AcceptKeyBytes;
        if (extensions is not null)
        {
            ExtensionsStart.CopyTo(answer[length..]);
            length += ExtensionsStart.Length;
            length += Encoding.ASCII.GetBytes(extensions, answer[length..]);
        }

        "\r\n\r\n"u8.CopyTo(answer[length..]);
        return connection.RunAsync(handler, answer[..(length + 4)]);
    }

    // What is answered to the client's offers; null: nothing.
    private string? Extensions(in UpgradeHeaders headers) => _services.UsesCompression ? headers.Deflate.Answer : null;

    private HandshakeRefusal Judge(ReadOnlySpan<byte> target, in UpgradeHeaders headers, out string? path) =>
        _endpoint.TryMatch(target, out path) ? headers.Judge() : HandshakeRefusal.UnknownPath;

    private bool TryCreateHandler(string path, WebSocketConnection connection, [NotNullWhen(true)] out IMessageHandler? handler)
    {
        try
        {
            handler = _endpoint.CreateHandler(path, connection);
            return true;
        }
        catch (Exception exception)
        {
            TransportLog.EndpointFailed(_services.Logger, connection.Id, exception);
            connection.Outbound.Abort(CloseReason.Normal);
            handler = null;
            return false;
        }
    }

    private async Task RefuseAsync(ITransportLink link, RequestPeek peek)
    {
        var (statusCode, _, text, _) = HandshakeRefusals.Describe(peek.Refusal);
        _services.Counters.AddRefused();
        TransportLog.HandshakeRefused(_services.Logger, statusCode, text);
        try
        {
            // Unread bytes would turn the end of the connection into a reset, which may overtake the answer.
            peek.Discard();
            await link.EndWithAsync(HandshakeRefusals.ToResponse(peek.Refusal));
        }
        catch (Exception)
        {
            // The peer did not wait for its answer.
        }
    }

    private void Stop(ServerStop stop)
    {
        _services.AdvanceStop(stop);
        _services.Registry.LookAtAll();
    }

    private static Span<byte> Copy(in ReadOnlySequence<byte> head, out byte[] rented)
    {
        rented = ArrayPool<byte>.Shared.Rent((int)head.Length);
        head.CopyTo(rented);
        return rented.AsSpan(0, (int)head.Length);
    }
}
