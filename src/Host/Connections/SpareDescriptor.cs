using System.Net.Sockets;

namespace Venueless.Fast.Host.Connections;

/// <summary>
/// A descriptor that is given up for a moment when there is no other: with it a connection can be accepted and closed, instead of hanging in the listen queue with a
/// client who waits. Used by one thread at a time.
/// </summary>
internal sealed class SpareDescriptor : IDisposable
{
    private Socket? _spare = TryTake();

    /// <summary>Closes the next connection of the queue. False: there is none any more, or somebody else was faster to the descriptor.</summary>
    /// <param name="listener">Made non-blocking, so that an empty queue is not waited for.</param>
    public bool TryRefuse(Socket listener)
    {
        _spare?.Dispose();
        try
        {
            listener.Blocking = false;
            listener.Accept().Dispose();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        finally
        {
            _spare = TryTake();
        }
    }

    public void Dispose() => _spare?.Dispose();

    private static Socket? TryTake()
    {
        try
        {
            return new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
