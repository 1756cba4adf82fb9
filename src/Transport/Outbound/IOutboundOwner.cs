using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Transport.Outbound;

/// <summary>The connection that an <see cref="OutboundQueue"/> belongs to.</summary>
internal interface IOutboundOwner
{
    /// <summary>The queue cannot go on: abort. Called without the queue's lock, by whichever thread met the failure.</summary>
    void OnOutboundFailed(CloseReason reason);

    /// <summary>A flush is complete. Called under the queue's lock; for counting only.</summary>
    void OnOutboundFlushed()
    {
    }
}
