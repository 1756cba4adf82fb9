using System.Buffers;
using System.Diagnostics;

namespace Venueless.Fast.Core.Buffers;

/// <summary>
/// One encoded websocket frame, header included, shared by any number of receivers and counted.
/// </summary>
/// <remarks>
/// <para>Per reply and per broadcast, not per recipient; 0 B in steady state (instances and arrays come back through <see cref="FramePool"/>).</para>
/// <para>Ownership: whoever creates a frame holds one reference and must <see cref="Release"/> it. Whoever keeps a frame beyond the call
/// it was handed to adds a reference first. The bytes never change after creation, so readers need no lock.</para>
/// </remarks>
public sealed partial class SharedFrame
{
    // Written by Create (sole owner then), read by everybody, cleared by the last Release. No lock: the count publishes it.
    private byte[]? _array;
    private int _length;
    private int _references;

    internal SharedFrame()
    {
    }

    /// <summary>Header and payload as they go onto the wire. Valid while the caller holds a reference.</summary>
    public ReadOnlySpan<byte> Bytes => Memory.Span;

    /// <inheritdoc cref="Bytes"/>
    public ReadOnlyMemory<byte> Memory
    {
        get
        {
            Debug.Assert(Volatile.Read(ref _references) > 0, "A released frame is read.");
            return _array.AsMemory(0, _length);
        }
    }

    /// <summary>Bytes on the wire, header included.</summary>
    public int Length => _length;

    /// <summary>The payload alone, as tests and other encodings of the same message need it.</summary>
    public ReadOnlySpan<byte> Payload => Bytes[PayloadOffset..];

    private int PayloadOffset => (_array![1] & 0x7F) switch { 126 => 4, 127 => FrameHeader.MaxBytes, _ => 2 };

    /// <summary>Frames a text payload. The caller owns the one reference of the result.</summary>
    public static SharedFrame CreateText(ReadOnlySpan<byte> payload) => Create(FrameHeader.Text, payload);

    /// <summary>
    /// Frames two text payloads, one behind the other: two messages for the peer, one send for the connection. <see cref="Payload"/> is the first one's with what
    /// follows it. The caller owns the one reference of the result.
    /// </summary>
    public static SharedFrame CreateTexts(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var frame = FramePool.Rent();
        var array = ArrayPool<byte>.Shared.Rent(FrameHeader.LengthFor(first.Length) + first.Length + FrameHeader.LengthFor(second.Length) + second.Length);
        var length = Write(array, FrameHeader.Text, first);
        length += Write(array.AsSpan(length), FrameHeader.Text, second);
        // Two messages have no form in common.
        frame._compression = NotSmaller;
        frame.Begin(array, length);
        return frame;
    }

    /// <summary>Frames a binary payload. The caller owns the one reference of the result.</summary>
    public static SharedFrame CreateBinary(ReadOnlySpan<byte> payload) => Create(FrameHeader.Binary, payload);

    /// <summary>Frames a control payload, so that close, ping and pong keep their place among the queued frames. The caller owns the one reference.</summary>
    /// <param name="finAndOpcode"><see cref="FrameHeader.Close"/>, <see cref="FrameHeader.Ping"/> or <see cref="FrameHeader.Pong"/>.</param>
    /// <param name="payload">At most <see cref="FrameHeader.MaxControlPayloadBytes"/> bytes.</param>
    public static SharedFrame CreateControl(byte finAndOpcode, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, FrameHeader.MaxControlPayloadBytes);
        return Create(finAndOpcode, payload);
    }

    /// <summary>Adds one reference. Any thread that already holds one may call it.</summary>
    public void AddRef()
    {
        var references = Interlocked.Increment(ref _references);
        Debug.Assert(references > 1, "A released frame was revived.");
    }

    /// <summary>Gives one reference back; the last one returns the frame to its pool.</summary>
    public void Release()
    {
        var references = Interlocked.Decrement(ref _references);
        Debug.Assert(references >= 0, "A frame was released more often than referenced.");
        if (references == 0)
        {
            ReleaseCompressed();
            var array = _array!;
            _array = null;
            ArrayPool<byte>.Shared.Return(array);
            FramePool.Return(this);
        }
    }

    private static SharedFrame Create(byte finAndOpcode, ReadOnlySpan<byte> payload)
    {
        var frame = FramePool.Rent();
        var array = ArrayPool<byte>.Shared.Rent(FrameHeader.LengthFor(payload.Length) + payload.Length);
        frame.Begin(array, Write(array, finAndOpcode, payload));
        return frame;
    }

    private static int Write(Span<byte> to, byte finAndOpcode, ReadOnlySpan<byte> payload)
    {
        var header = FrameHeader.Write(to, finAndOpcode, payload.Length);
        payload.CopyTo(to[header..]);
        return header + payload.Length;
    }

    private void Begin(byte[] array, int length)
    {
        _array = array;
        _length = length;
        Volatile.Write(ref _references, 1);
    }
}
