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

    /// <summary>
    /// Called before the walk, without the topic's lock, when somebody in the topic takes compressed frames: makes those that most receivers will get. What is not made
    /// here is made by the first receiver who needs it.
    /// </summary>
    /// <param name="minBytes">See <see cref="Connection.CompressionThreshold"/>.</param>
    public virtual void PrepareCompressed(int minBytes)
    {
    }

    /// <summary>Releases the frames.</summary>
    public abstract void Dispose();
}
