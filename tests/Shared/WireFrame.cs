using System.Buffers.Binary;
using System.Text;

namespace Venueless.Fast.Testing;

/// <summary>One websocket frame as the server sent it.</summary>
public sealed record WireFrame(bool IsFinal, int ReservedBits, int Opcode, bool IsMasked, byte[] Payload)
{
    public const int Continuation = 0;
    public const int TextOpcode = 1;
    public const int BinaryOpcode = 2;
    public const int CloseOpcode = 8;
    public const int PingOpcode = 9;
    public const int PongOpcode = 10;

    /// <summary>The payload as strict UTF-8.</summary>
    public string Text => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Payload);

    /// <summary>The code of a close frame; null when it has none.</summary>
    public int? CloseCode => Opcode == CloseOpcode && Payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(Payload) : null;

    /// <summary>The payload of the first of several unmasked frames, which is cut off.</summary>
    public static ReadOnlySpan<byte> TakePayload(ref ReadOnlySpan<byte> frames)
    {
        var (header, length) = (frames[1] & 0x7F) switch
        {
            126 => (4, BinaryPrimitives.ReadUInt16BigEndian(frames[2..])),
            127 => (10, (int)BinaryPrimitives.ReadUInt64BigEndian(frames[2..])),
            var known => (2, known),
        };
        var payload = frames.Slice(header, length);
        frames = frames[(header + length)..];
        return payload;
    }

    public override string ToString() => Opcode switch
    {
        TextOpcode => $"text {Encoding.UTF8.GetString(Payload.AsSpan(0, Math.Min(200, Payload.Length)))}",
        CloseOpcode => $"close {CloseCode}",
        _ => $"opcode {Opcode}, {Payload.Length} bytes",
    };
}
