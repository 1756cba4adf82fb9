namespace Venueless.Fast.Transport.Outbound;

/// <summary>States of an <see cref="OutboundQueue"/>, in the only order in which they follow each other (Direct and Draining alternate).</summary>
internal enum OutboundState : byte
{
    /// <summary>Nothing is queued: a frame goes straight into the sink.</summary>
    Direct,

    /// <summary>A flush is pending (or the handshake is not answered yet): frames are queued as references.</summary>
    Draining,

    /// <summary>The close frame is in: nothing more is accepted, what is queued still goes out.</summary>
    Closing,

    /// <summary>The sink is not touched any more.</summary>
    Closed,
}
