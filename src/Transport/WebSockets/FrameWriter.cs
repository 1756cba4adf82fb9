using System.Buffers;
using System.Buffers.Binary;
using Venueless.Fast.Core.Buffers;

namespace Venueless.Fast.Transport.WebSockets;

/// <summary>Control frames of the server: RFC 6455 section 5.5. The caller owns the one reference of each result.</summary>
internal static class FrameWriter
{
    public static SharedFrame Ping() => SharedFrame.CreateControl(FrameHeader.Ping, []);

    public static SharedFrame Pong(in ReadOnlySequence<byte> payload)
    {
        Span<byte> copy = stackalloc byte[FrameHeader.MaxControlPayloadBytes];
        copy = copy[..(int)payload.Length];
        payload.CopyTo(copy);
        return SharedFrame.CreateControl(FrameHeader.Pong, copy);
    }

    /// <summary>A close frame without reason text; without a code it is empty (the echo of an empty one).</summary>
    public static SharedFrame Close(ushort? code)
    {
        if (code is not { } value)
        {
            return SharedFrame.CreateControl(FrameHeader.Close, []);
        }

        Span<byte> payload = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(payload, value);
        return SharedFrame.CreateControl(FrameHeader.Close, payload);
    }
}
