using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Venueless.Fast.Host.Metrics.Statsd;

/// <summary>Datagrams to statsd, wherever its name leads to. Never throws for what the network does. Used by one thread at a time.</summary>
internal sealed class StatsdSocket(DnsEndPoint endpoint) : IDisposable
{
    // A host that has moved is found again, and one that is not there is asked for rarely.
    private static readonly TimeSpan ResolveInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ResolveTimeout = TimeSpan.FromSeconds(1);

    private readonly DnsEndPoint _endpoint = endpoint;
    private Socket? _socket;
    private SocketAddress? _address;

    // The network's time, whatever clock the product runs by. 0: never.
    private long _resolvedAt;

    /// <summary>An address has been found.</summary>
    public bool IsOpen => _address is not null;

    /// <summary>True: datagrams can be tried.</summary>
    public async Task<bool> OpenAsync()
    {
        if (_resolvedAt != 0 && TimeProvider.System.GetElapsedTime(_resolvedAt) < ResolveInterval)
        {
            return _address is not null;
        }

        _resolvedAt = TimeProvider.System.GetTimestamp();
        try
        {
            using var limit = new CancellationTokenSource(ResolveTimeout);
            var addresses = await Dns.GetHostAddressesAsync(_endpoint.Host, limit.Token);
            if (addresses is [var first, ..] && (_address is null || !_address.Equals(new IPEndPoint(first, _endpoint.Port).Serialize())))
            {
                _socket?.Dispose();
                _socket = new Socket(first.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
                _address = new IPEndPoint(first, _endpoint.Port).Serialize();
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // Unknown for now: the last address is still the best guess.
        }

        return _address is not null;
    }

    /// <summary>False: it was not sent.</summary>
    public bool TrySend(string datagram)
    {
        try
        {
            return _socket!.SendTo(Encoding.UTF8.GetBytes(datagram), SocketFlags.None, _address!) > 0;
        }
        catch (SocketException)
        {
            // No route, no room in the kernel.
            return false;
        }
    }

    public void Dispose() => _socket?.Dispose();
}
