using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Venueless.Fast.Testing;

/// <summary>
/// A port that nobody listens on right now, also in a little while and after a restart of whoever takes it: no test of this process gets it twice, and it lies below
/// the range from which the kernel serves outgoing connections.
/// </summary>
public static class FreePort
{
    private const int First = 12_000;
    private const int End = 32_000;

    private static readonly ConcurrentDictionary<int, bool> Taken = new();

    public static int Find()
    {
        while (true)
        {
            // By chance, because several test processes may run at once.
            var port = Random.Shared.Next(First, End);
            if (IsFree(port) && Taken.TryAdd(port, true))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
