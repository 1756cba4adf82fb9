using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Messaging;

/// <summary>
/// One unsolicited message to a topic of this node, encoded once per <em>form</em> and never per recipient (design section 5).
/// </summary>
/// <remarks>Ownership: whoever creates it disposes it or hands it on; receivers add references of their own.
/// <see cref="FrameFor"/> runs under the topic's lock: plain loads only, no I/O, no waiting.</remarks>
public abstract class LocalBroadcast : IDisposable
{
    /// <summary>The form for this receiver; null: the receiver must not get it. Borrowed from the broadcast.</summary>
    public abstract SharedFrame? FrameFor(Session receiver);

    /// <summary>Releases the frames.</summary>
    public abstract void Dispose();
}
