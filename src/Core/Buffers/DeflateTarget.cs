namespace Venueless.Fast.Core.Buffers;

/// <summary>The part of an array that a compressor writes into. What does not fit is dropped and makes <see cref="IsFull"/> true: no exception, nothing grows.</summary>
internal sealed class DeflateTarget(byte[] array, int offset, int maxBytes) : Stream
{
    private readonly byte[] _array = array;
    private readonly int _offset = offset;
    private readonly int _maxBytes = maxBytes;

    public int WrittenBytes { get; private set; }

    public bool IsFull { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => WrittenBytes;

    public override long Position
    {
        get => WrittenBytes;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsFull || buffer.Length > _maxBytes - WrittenBytes)
        {
            IsFull = true;
            return;
        }

        buffer.CopyTo(_array.AsSpan(_offset + WrittenBytes));
        WrittenBytes += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
