using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Venueless.Fast.Transport.WebSockets;

// After the server has sent its close frame nothing of the peer counts any more but its answer. Finding that answer lets the TCP connection end
// at once and cleanly; without it the server would have to wait for its time limit or risk a reset that destroys its own close frame.
// So frames are skipped here by their lengths alone, even behind a violation.
internal sealed partial class FrameReader
{
    private bool _isSeeking;
    private ulong _skipBytes;

    /// <summary>Skips frames until the peer's close frame; true when it was found. <see cref="Read"/> must not be called afterwards.</summary>
    public bool SeekClose(ref ReadOnlySequence<byte> input)
    {
        if (!_isSeeking)
        {
            _isSeeking = true;
            // A collected frame's header is gone from the pipe; any other frame starts anew at its header.
            _skipBytes = _hasHeader && _isCollected && _headerBytes == 0 ? (ulong)(_payloadBytes - _processedBytes) : 0;
            _hasHeader = false;
            _messageOpcode = 0;
            Release();
        }

        while (!HasSeenClose)
        {
            var skipped = Math.Min(_skipBytes, (ulong)input.Length);
            input = input.Slice((long)skipped);
            _skipBytes -= skipped;
            if (_skipBytes > 0 || !SkipHeader(ref input))
            {
                return false;
            }
        }

        return true;
    }

    private bool SkipHeader(ref ReadOnlySequence<byte> input)
    {
        Span<byte> scratch = stackalloc byte[MaxHeaderBytes];
        var head = PeekHeader(input, scratch);
        if (head.Length < 2)
        {
            return false;
        }

        var lengthBits = head[1] & 0x7F;
        var isMasked = (head[1] & 0x80) != 0;
        var headerBytes = HeaderBytes(lengthBits, isMasked);
        if (head.Length < headerBytes)
        {
            return false;
        }

        var length = PayloadBytes(head, lengthBits);
        if ((head[0] & 0x0F) == OpcodeClose && lengthBits < 126)
        {
            return TakeClose(ref input, headerBytes, (int)length, isMasked ? MemoryMarshal.Read<uint>(head[(headerBytes - sizeof(uint))..]) : 0);
        }

        input = input.Slice(headerBytes);
        _skipBytes = length;
        return true;
    }

    private bool TakeClose(ref ReadOnlySequence<byte> input, int headerBytes, int length, uint key)
    {
        if (input.Length < headerBytes + length)
        {
            return false;
        }

        if (length >= 2)
        {
            Span<byte> code = stackalloc byte[2];
            input.Slice(headerBytes, 2).CopyTo(code);
            Masking.Apply(code, key);
            CloseCode = BinaryPrimitives.ReadUInt16BigEndian(code);
        }

        HasSeenClose = true;
        input = input.Slice(headerBytes + length);
        return true;
    }
}
