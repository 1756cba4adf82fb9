using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Venueless.Fast.Transport;

namespace Venueless.Fast.Host.Connections;

/// <summary>Half-close of Kestrel's plain TCP sockets on Linux.</summary>
/// <remarks>
/// A flushed output is not a sent one: Kestrel's send loop takes the bytes later, on another thread, and says nothing; a shutdown that comes before it loses
/// them. So the kernel is asked how many bytes the peer has acknowledged, with short waits that only closing connections cost. Its count of sent bytes
/// would come a round trip sooner, but counts what the local queue has dropped twice.
/// </remarks>
internal sealed class SocketSendShutdown : ISendShutdown
{
    // linux/tcp.h: tcpi_bytes_acked of struct tcp_info, since Linux 4.1. An accepted connection's SYN is not in it.
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;
    private const int AcknowledgedBytesOffset = 120;
    private const int InfoBytes = AcknowledgedBytesOffset + sizeof(long);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(64);
    private static readonly SocketSendShutdown Instance = new();

    /// <summary>Null when there is no plain socket under the connection's pipe (TLS, other transports) or its kernel does not count.</summary>
    public static ISendShutdown? For(ConnectionContext connection) =>
        OperatingSystem.IsLinux()
        && connection.Features.Get<ITlsHandshakeFeature>() is null
        && connection.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket
        && TryGetAcknowledgedBytes(socket) is not null
            ? Instance
            : null;

    public async Task ShutdownSendAsync(ConnectionContext connection, long writtenBytes)
    {
        var socket = connection.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        var wait = FirstWait;
        while (TryGetAcknowledgedBytes(socket) is { } acknowledgedBytes)
        {
            if (acknowledgedBytes >= writtenBytes)
            {
                Shutdown(socket);
                return;
            }

            await Task.Delay(wait);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private static void Shutdown(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Gone in this moment.
        }
    }

    // Null: the socket is gone, or the kernel too old.
    private static long? TryGetAcknowledgedBytes(Socket socket)
    {
        Span<byte> info = stackalloc byte[InfoBytes];
        try
        {
            if (socket.GetRawSocketOption(TcpLevel, TcpInfo, info) < InfoBytes)
            {
                return null;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return null;
        }

        return MemoryMarshal.Read<long>(info[AcknowledgedBytesOffset..]);
    }
}
