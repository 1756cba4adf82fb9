namespace Venueless.Fast.LoadTest.Client.WebSockets;

/// <summary>Opcodes of RFC 6455.</summary>
internal enum FrameKind : byte
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}
