namespace Venueless.Fast.Transport.WebSockets;

/// <summary>What <see cref="FrameReader.Read"/> found.</summary>
internal enum FrameReadStatus
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>A whole message; its kind is in <see cref="FrameReader.MessageType"/>.</summary>
    Message,

    /// <summary>A ping; the payload is to be echoed.</summary>
    Ping,

    /// <summary>A pong.</summary>
    Pong,

    /// <summary>A correct close frame; the code is in <see cref="FrameReader.CloseCode"/>.</summary>
    Close,

    /// <summary>A rule was broken: <see cref="FrameReader.Violation"/>. Only <see cref="FrameReader.SeekClose"/> may follow.</summary>
    Violation,
}
