using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Messaging;

/// <summary>
/// One unsolicited message to a topic of this node, encoded once per <em>form</em> and never per recipient (design section 5).
/// </summary>
/// <remarks>Ownership: whoever creates it disposes it or hands it on, and so does every <see cref="AddOwner"/>; receivers add references to frames.</remarks>
public abstract class LocalBroadcast : IDisposable
{
    private int _owners = 1;

    /// <summary>About so many bytes go to a receiver; for limits. Zero where it is a matter of the receiver.</summary>
    public virtual int Bytes => 0;

    /// <summary>
    /// The form for this receiver, at the time it is sent; null: the receiver must not get it. Borrowed from the broadcast. Called once per topic and receiver, in the order in which
    /// it gets its messages; for different receivers by several threads at once, under the topic's or the receiver's delivery lock: plain loads or a lock of its own, no
    /// I/O, no waiting.
    /// </summary>
    public abstract SharedFrame? FrameFor(Session receiver);

    /// <summary>
    /// Called before the walk, without the topic's lock, when somebody in the topic takes compressed frames: makes those that most receivers will get. What is not made
    /// here is made by the first receiver who needs it.
    /// </summary>
    /// <param name="minBytes">See <see cref="Connection.CompressionThreshold"/>.</param>
    public virtual void PrepareCompressed(int minBytes)
    {
    }

    /// <summary>One more <see cref="Dispose"/> will follow.</summary>
    public void AddOwner() => Interlocked.Increment(ref _owners);

    /// <summary>The last owner's releases the frames.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
        {
            Release();
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Releases the frames.</summary>
    protected abstract void Release();
}
