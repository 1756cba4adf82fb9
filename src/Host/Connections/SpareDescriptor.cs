using System.Net.Sockets;

namespace Venueless.Fast.Host.Connections;

/// <summary>
/// A descriptor that is given up when there is no other: with it a connection can be accepted and closed, instead of hanging in the listen queue with a client who
/// waits. Used by the accepting loop alone.
/// </summary>
/// <param name="family">Of the listening socket: the one that the system has for certain.</param>
/// <remarks>The system looks for a free descriptor before it looks into the queue: without one, not even waiting for a connection is possible.</remarks>
internal sealed class SpareDescriptor(AddressFamily family) : IDisposable
{
    private readonly AddressFamily _family = family;
    private Socket? _spare;

    /// <summary>False: there is none. True: it is held, or cannot be had for another reason, which tells nothing of descriptors.</summary>
    public bool TryTake()
    {
        try
        {
            _spare ??= new Socket(_family, SocketType.Stream, ProtocolType.Unspecified);
            return true;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode != SocketError.TooManyOpenSockets;
        }
    }

    /// <summary>False: it was not held.</summary>
    public bool TryGiveUp()
    {
        if (_spare is null)
        {
            return false;
        }

        _spare.Dispose();
        _spare = null;
        return true;
    }

    public void Dispose() => TryGiveUp();
}
