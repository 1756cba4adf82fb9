using System.Buffers;

namespace Venueless.Fast.Transport.Compression;

/// <summary>
/// A compressed message as a decompressor reads it: what was received, then the four bytes that the sender has left away (RFC 7692 section 7.2.2), then an
/// empty final block. So a message that is complete ends exactly with the last byte given, and who asks for more has not understood it.
/// </summary>
internal sealed class CompressedInput(in ReadOnlySequence<byte> message) : Stream
{
    // Where a stream has ended is found by giving its last piece again byte by byte: a peer must not make that long.
    private const int MaxPieceBytes = 512;

    private const int TailParts = 2;

    private readonly ReadOnlySequence<byte> _message = message;
    private ReadOnlySequence<byte> _rest = message;
    private long _singleBytesFrom = long.MaxValue;
    private int _tailPart;

    // What a flush ends with, and the final block: given one after the other, so that it is known whether the second was needed.
    private static ReadOnlySpan<byte> FlushMark => [0x00, 0x00, 0xFF, 0xFF];

    private static ReadOnlySpan<byte> FinalBlock => [0x01, 0x00, 0x00, 0xFF, 0xFF];

    /// <summary>All bytes of the message.</summary>
    public long MessageBytes => _message.Length;

    /// <summary>Bytes of the message given so far.</summary>
    public long GivenBytes => _message.Length - _rest.Length;

    /// <summary>Where in the message the last piece given began.</summary>
    public long LastPieceStart { get; private set; }

    /// <summary>The whole message was given, and something behind it asked for.</summary>
    public bool IsBehindMessage => _tailPart > 0;

    /// <summary>More was asked for than there is.</summary>
    public bool IsExhausted { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Goes on at this byte of the message, and gives the bytes from the second one on one by one, so that whoever stops has read no more than needed.</summary>
    public void Restart(long at, long singleBytesFrom = long.MaxValue)
    {
        _rest = _message.Slice(at);
        _singleBytesFrom = singleBytesFrom;
        _tailPart = 0;
        IsExhausted = false;
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (!_rest.IsEmpty)
        {
            return ReadMessage(buffer);
        }

        if (_tailPart == TailParts)
        {
            IsExhausted = true;
            return 0;
        }

        // The decompressor's buffer is far larger than these.
        var part = _tailPart++ == 0 ? FlushMark : FinalBlock;
        part.CopyTo(buffer);
        return part.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private int ReadMessage(Span<byte> buffer)
    {
        LastPieceStart = GivenBytes;
        var limit = LastPieceStart >= _singleBytesFrom ? 1 : Math.Min(Math.Min(buffer.Length, MaxPieceBytes), _singleBytesFrom - LastPieceStart);
        var piece = _rest.Slice(0, Math.Min(limit, _rest.Length));
        piece.CopyTo(buffer);
        _rest = _rest.Slice(piece.End);
        return (int)piece.Length;
    }
}
