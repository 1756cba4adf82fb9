namespace Venueless.Fast.Transport.WebSockets;

/// <summary>Why the receive loop stopped working through its buffer.</summary>
internal enum ReceiveStep
{
    /// <summary>The buffer holds no complete frame any more.</summary>
    NeedInput,

    /// <summary>A message was refused while its predecessor is being handled: wait for that.</summary>
    AwaitHandler,

    /// <summary>The connection is above its rate: wait for the next tick.</summary>
    Pause,

    /// <summary>The peer's close frame was seen, or the connection was aborted: reading is over.</summary>
    Finished,
}
