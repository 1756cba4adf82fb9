using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Messaging.Delivery;

namespace Venueless.Fast.Core.Sessions;

/// <summary>One websocket as Core and Modules see it: a place to put frames, and an end. Implemented by Transport. Any thread.</summary>
public abstract class Connection
{
    /// <summary>See <see cref="FetchForSending"/>.</summary>
    public const int FetchSteps = 3;

    /// <summary>So much of the beginning of a connection is read when something is sent; see <see cref="CacheLine"/>.</summary>
    internal const int SendingBytes = 64;

    private static long _lastId;

    /// <summary>Unique within the process, never reused.</summary>
    public long Id { get; } = Interlocked.Increment(ref _lastId);

    /// <summary>
    /// Frames of at least so many bytes go to this connection in their compressed form; <see cref="int.MaxValue"/> when it has none negotiated.
    /// The same for all connections of a process that have. Never changes.
    /// </summary>
    /// <remarks>A field of this class, which lies at the beginning of the object, because every delivery reads it. Set by constructors.</remarks>
    public int CompressionThreshold { get; protected set; } = int.MaxValue;

    /// <summary>True when permessage-deflate is negotiated.</summary>
    public bool TakesCompressed => CompressionThreshold != int.MaxValue;

    /// <summary>
    /// Queues a frame behind everything queued before and returns without waiting. The connection takes a reference of its own;
    /// the caller keeps (and releases) the one it has.
    /// </summary>
    /// <returns>False when the connection is closing or closed: the frame will not be sent. A connection whose queue exceeds its limit
    /// closes itself as <see cref="CloseReason.SlowConsumer"/> and returns false.</returns>
    public abstract bool TryEnqueue(SharedFrame frame);

    /// <summary>As <see cref="TryEnqueue(SharedFrame)"/>, for frames that leave together.</summary>
    /// <param name="batch">Borrowed; the connection may exchange frames for their compressed form.</param>
    public virtual bool TryEnqueue(FrameBatch batch)
    {
        foreach (var frame in batch.Frames)
        {
            if (!TryEnqueue(frame))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// A hint that costs nothing to ignore: a frame will be enqueued soon. Called once for each step from 1 to <see cref="FetchSteps"/>, some microseconds apart: each may
    /// follow one reference further than the one before, whose memory is at hand by then (<see cref="CacheLine"/>).
    /// </summary>
    public virtual void FetchForSending(int step)
    {
    }

    /// <summary>Ends the connection: what is queued goes out, then the close frame; nothing queued later is sent. The first reason wins.</summary>
    public abstract void Close(CloseReason reason);

    /// <summary>
    /// Raises the limit for inbound messages from the one before login to the one after it (design: 64 KiB, then 16 MiB).
    /// Called by the session once the user is known.
    /// </summary>
    public abstract void AllowLargeMessages();
}
