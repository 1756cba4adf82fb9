using System.Net;
using System.Net.Sockets;

namespace Venueless.Fast.Testing;

/// <summary>A port that nobody listens on right now.</summary>
public static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
