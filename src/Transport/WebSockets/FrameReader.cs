using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Transport.WebSockets;

/// <summary>
/// Turns the bytes of one client into messages and control frames: RFC 6455 section 5,
/// <c>FIN RSV(3) opcode(4) | MASK length(7) | [length 16/64] | key(32) | payload</c>.
/// </summary>
/// <remarks>
/// <para>Per inbound frame; 0 B for messages in one frame; see FrameReaderBenchmarks. Used by the connection's receive loop only.</para>
/// <para>An unfragmented message is unmasked where it lies in the pipe's memory and handed out as a slice of it. A frame that is not complete yet stays
/// in the pipe while it is small; a larger one, and every fragment, is moved into pooled arrays as it arrives. Text is unmasked and
/// checked as it arrives, so a message that cannot become UTF-8 any more fails before its end. A compressed message is collected like any other and inflated as a whole.</para>
/// </remarks>
internal sealed partial class FrameReader
{
    // Above this an incomplete frame leaves the pipe: below, copying would cost more than the blocks it keeps busy.
    private const int MaxBytesWaitingInPipe = 16 * 1024;

    // Two fixed bytes, 64-bit length, key.
    private const int MaxHeaderBytes = 14;

    private const byte OpcodeContinuation = 0;
    private const byte OpcodeText = 1;
    private const byte OpcodeBinary = 2;
    private const byte OpcodeClose = 8;
    private const byte OpcodePing = 9;
    private const byte OpcodePong = 10;

    // The frame that is being read.
    private bool _hasHeader;
    private bool _isFinal;
    private bool _isCollected;
    private byte _opcode;
    private byte _headerBytes;
    private uint _key;
    private long _payloadBytes;
    private long _processedBytes;

    // The message it belongs to; 0 is none.
    private byte _messageOpcode;
    private bool _isCompressed;
    private bool _isAssemblyDelivered;
    private Utf8Validator _utf8;
    private MessageAssembly? _assembly;

    /// <summary>Kind of the message that Read returned last.</summary>
    public MessageType MessageType { get; private set; }

    /// <summary>The peer's close code; null when its close frame was empty or none came.</summary>
    public ushort? CloseCode { get; private set; }

    /// <summary>True once the peer's close frame was seen, correct or not.</summary>
    public bool HasSeenClose { get; private set; }

    /// <summary>What was broken, after <see cref="FrameReadStatus.Violation"/>.</summary>
    public CloseReason Violation { get; private set; }

    /// <summary>True between the first byte of a message that Read has seen and its last.</summary>
    public bool IsInsideMessage => _hasHeader || _messageOpcode != 0;

    /// <summary>Bytes rented for a message that is being collected.</summary>
    public long HeldBytes => (_assembly?.HeldBytes ?? 0) + (_inflated?.HeldBytes ?? 0);

    /// <summary>Reads one message or control frame and moves <paramref name="input"/> behind it. The result ends what the call before returned.</summary>
    /// <param name="input">Starts with the first byte that was not consumed before, in every call.</param>
    /// <param name="maxMessageBytes">Limit for a whole message; checked against headers, before anything is kept, and for a compressed one while it is inflated.</param>
    /// <param name="payload">Borrowed until the next call, and until the pipe is advanced.</param>
    public FrameReadStatus Read(ref ReadOnlySequence<byte> input, long maxMessageBytes, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        ReleaseDelivered();

        while (true)
        {
            if (!_hasHeader)
            {
                var status = ReadHeader(input, maxMessageBytes);
                if (status is not null)
                {
                    return status.Value;
                }
            }

            if (_opcode >= OpcodeClose)
            {
                return ReadControl(ref input, out payload);
            }

            var result = _isCollected ? Collect(ref input, maxMessageBytes, out payload) : ReadInPlace(ref input, maxMessageBytes, out payload);
            if (result is not null)
            {
                return result.Value;
            }
        }
    }

    /// <summary>Gives up the message that <see cref="Read"/> returned last, as its next call does; for a long pause before that.</summary>
    public void ReleaseDelivered()
    {
        if (_isAssemblyDelivered)
        {
            Release();
        }
    }

    /// <summary>Gives pooled arrays back; for the end of the connection and after a delivered message.</summary>
    public void Release()
    {
        _assembly?.Release();
        ReleaseInflated();
        _isAssemblyDelivered = false;
    }

    // Null: the header is known, go on with the payload.
    private FrameReadStatus? ReadHeader(in ReadOnlySequence<byte> input, long maxMessageBytes)
    {
        Span<byte> scratch = stackalloc byte[MaxHeaderBytes];
        var head = PeekHeader(input, scratch);
        if (head.Length < 2)
        {
            return FrameReadStatus.Incomplete;
        }

        var opcode = (byte)(head[0] & 0x0F);
        var isFinal = (head[0] & 0x80) != 0;
        var lengthBits = head[1] & 0x7F;
        var isCompressed = (head[0] & Core.Buffers.FrameHeader.Compressed) != 0;
        // RSV1 means compressed where that is negotiated; the other RSV bits are always wrong; and a client always masks (section 5.1).
        if ((head[0] & 0x30) != 0 || (isCompressed && !IsCompressionAllowed(opcode)) || (head[1] & 0x80) == 0 || !IsOpcodeAllowed(opcode, isFinal, lengthBits))
        {
            return Fail(CloseReason.ProtocolError);
        }

        var headerBytes = HeaderBytes(lengthBits, isMasked: true);
        if (head.Length < headerBytes)
        {
            return FrameReadStatus.Incomplete;
        }

        var length = PayloadBytes(head, lengthBits);
        if (length > long.MaxValue || (lengthBits == 126 && length < 126) || (lengthBits == 127 && length <= ushort.MaxValue))
        {
            // The high bit must be 0 and the shortest form must be used (section 5.2).
            return Fail(CloseReason.ProtocolError);
        }

        if (opcode < OpcodeClose)
        {
            // Subtract instead of add: an announced length close to 2^63 must not overflow.
            if ((long)length > MaxCollectedBytes(maxMessageBytes, isCompressed || (_isCompressed && opcode == OpcodeContinuation)) - (_assembly?.Length ?? 0))
            {
                return Fail(CloseReason.MessageTooBig);
            }

            if (opcode != OpcodeContinuation)
            {
                _messageOpcode = opcode;
                _isCompressed = isCompressed;
                _utf8.Reset();
            }
        }

        _hasHeader = true;
        _isFinal = isFinal;
        _opcode = opcode;
        _headerBytes = (byte)headerBytes;
        _payloadBytes = (long)length;
        _processedBytes = 0;
        _key = MemoryMarshal.Read<uint>(head[(headerBytes - sizeof(uint))..]);
        var isWholeMessage = isFinal && opcode != OpcodeContinuation;
        var isInPipe = input.Length - headerBytes >= _payloadBytes;
        _isCollected = opcode < OpcodeClose && !(isWholeMessage && (isInPipe || _payloadBytes <= MaxBytesWaitingInPipe));
        return null;
    }

    private bool IsOpcodeAllowed(byte opcode, bool isFinal, int lengthBits) => opcode switch
    {
        OpcodeContinuation => _messageOpcode != 0,
        OpcodeText or OpcodeBinary => _messageOpcode == 0,
        // Control frames are never fragmented and have at most 125 bytes (section 5.5).
        OpcodeClose or OpcodePing or OpcodePong => isFinal && lengthBits < 126,
        _ => false,
    };

    private FrameReadStatus? ReadInPlace(ref ReadOnlySequence<byte> input, long maxMessageBytes, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        var available = Math.Min(input.Length - _headerBytes, _payloadBytes);
        if (available > _processedBytes)
        {
            if (!Unmask(input.Slice(_headerBytes + _processedBytes, available - _processedBytes), keep: false))
            {
                return Fail(CloseReason.InvalidPayload);
            }

            _processedBytes = available;
        }

        if (available < _payloadBytes)
        {
            return FrameReadStatus.Incomplete;
        }

        payload = input.Slice(_headerBytes, _payloadBytes);
        input = input.Slice(payload.End);
        return _isCompressed ? FinishCompressed(maxMessageBytes, ref payload) : FinishMessage();
    }

    private FrameReadStatus? Collect(ref ReadOnlySequence<byte> input, long maxMessageBytes, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        if (_headerBytes > 0)
        {
            input = input.Slice(_headerBytes);
            _headerBytes = 0;
        }

        var piece = input.Slice(0, Math.Min(input.Length, _payloadBytes - _processedBytes));
        input = input.Slice(piece.End);
        _processedBytes += piece.Length;
        _assembly ??= new MessageAssembly();
        if (!Unmask(piece, keep: true))
        {
            return Fail(CloseReason.InvalidPayload);
        }

        if (_processedBytes < _payloadBytes)
        {
            return FrameReadStatus.Incomplete;
        }

        if (!_isFinal)
        {
            _hasHeader = false;
            return null;
        }

        payload = _assembly.AsSequence();
        _isAssemblyDelivered = true;
        return _isCompressed ? FinishCompressed(maxMessageBytes, ref payload) : FinishMessage();
    }

    private FrameReadStatus FinishMessage()
    {
        var isText = _messageOpcode == OpcodeText;
        if (isText && !_utf8.IsComplete)
        {
            return Fail(CloseReason.InvalidPayload);
        }

        _hasHeader = false;
        _messageOpcode = 0;
        MessageType = isText ? MessageType.Text : MessageType.Binary;
        return FrameReadStatus.Message;
    }

    private FrameReadStatus ReadControl(ref ReadOnlySequence<byte> input, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        if (input.Length < _headerBytes + _payloadBytes)
        {
            return FrameReadStatus.Incomplete;
        }

        payload = input.Slice(_headerBytes, _payloadBytes);
        input = input.Slice(payload.End);
        _hasHeader = false;
        foreach (var memory in payload)
        {
            _key = Masking.Apply(MemoryMarshal.AsMemory(memory).Span, _key);
        }

        return _opcode switch
        {
            OpcodePing => FrameReadStatus.Ping,
            OpcodePong => FrameReadStatus.Pong,
            _ => ReadClose(payload),
        };
    }

    // Section 5.5.1: nothing, or a code and a UTF-8 reason.
    private FrameReadStatus ReadClose(in ReadOnlySequence<byte> payload)
    {
        HasSeenClose = true;
        if (payload.IsEmpty)
        {
            return FrameReadStatus.Close;
        }

        Span<byte> copy = stackalloc byte[Core.Buffers.FrameHeader.MaxControlPayloadBytes];
        copy = copy[..(int)payload.Length];
        payload.CopyTo(copy);
        if (copy.Length == 1 || !CloseCodes.IsAllowedOnWire(BinaryPrimitives.ReadUInt16BigEndian(copy)))
        {
            return Fail(CloseReason.ProtocolError);
        }

        if (!System.Text.Unicode.Utf8.IsValid(copy[2..]))
        {
            return Fail(CloseReason.InvalidPayload);
        }

        CloseCode = BinaryPrimitives.ReadUInt16BigEndian(copy);
        return FrameReadStatus.Close;
    }

    private bool Unmask(in ReadOnlySequence<byte> piece, bool keep)
    {
        var isText = _messageOpcode == OpcodeText && !_isCompressed;
        foreach (var memory in piece)
        {
            // Pipes hand out read-only views of memory that belongs to the reader until it advances; nobody else looks at it.
            var span = MemoryMarshal.AsMemory(memory).Span;
            _key = Masking.Apply(span, _key);
            if (isText && !_utf8.Append(span))
            {
                return false;
            }

            if (keep)
            {
                _assembly!.Append(span);
            }
        }

        return true;
    }

    private FrameReadStatus Fail(CloseReason violation)
    {
        Violation = violation;
        return FrameReadStatus.Violation;
    }

    private static ReadOnlySpan<byte> PeekHeader(in ReadOnlySequence<byte> input, Span<byte> scratch)
    {
        var first = input.FirstSpan;
        if (first.Length >= MaxHeaderBytes || first.Length == input.Length)
        {
            return first;
        }

        var head = input.Slice(0, Math.Min(input.Length, MaxHeaderBytes));
        head.CopyTo(scratch);
        return scratch[..(int)head.Length];
    }

    private static int HeaderBytes(int lengthBits, bool isMasked) =>
        2 + (lengthBits switch { 126 => 2, 127 => 8, _ => 0 }) + (isMasked ? sizeof(uint) : 0);

    private static ulong PayloadBytes(ReadOnlySpan<byte> head, int lengthBits) => lengthBits switch
    {
        126 => BinaryPrimitives.ReadUInt16BigEndian(head[2..]),
        127 => BinaryPrimitives.ReadUInt64BigEndian(head[2..]),
        _ => (ulong)lengthBits,
    };
}
