using System.Net.Sockets;

namespace Venueless.Fast.Host.Connections;

/// <summary>
/// A descriptor that is given up when there is no other: with it a connection can be accepted and closed, instead of hanging in the listen queue with a client who
/// waits. Used by the accepting loop alone.
/// </summary>
/// <remarks>The system looks for a free descriptor before it looks into the queue: without one, not even waiting for a connection is possible.</remarks>
internal sealed class SpareDescriptor : IDisposable
{
    private Socket? _spare;

    /// <summary>True when it is held, now or already.</summary>
    public bool TryTake()
    {
        try
        {
            _spare ??= new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            return true;
        }
        catch (SocketException)
        {
            return false;
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
