using System.Buffers;

namespace Venueless.Fast.Core.Buffers;

/// <summary>A growing byte buffer on pooled arrays, for one JSON text at a time. Not thread-safe.</summary>
/// <remarks>Rents on the first write after <see cref="Reset"/> or construction; holds nothing while idle. <see cref="Dispose"/> equals <see cref="Reset"/>.</remarks>
public sealed class PooledBufferWriter : IBufferWriter<byte>, IDisposable
{
    // Covers nearly every reply and push; world configurations and lists grow by doubling.
    private const int FirstRentBytes = 1024;

    private byte[]? _array;
    private int _written;

    /// <summary>What was written since the last <see cref="Reset"/>; borrowed until the next write, Reset or Dispose.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _array.AsSpan(0, _written);

    /// <inheritdoc cref="WrittenSpan"/>
    public ReadOnlyMemory<byte> WrittenMemory => _array.AsMemory(0, _written);

    /// <summary>Bytes written since the last <see cref="Reset"/>.</summary>
    public int WrittenBytes => _written;

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (_array?.Length ?? 0) - _written);
        _written += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureSpace(sizeHint);
        return _array.AsMemory(_written);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureSpace(sizeHint);
        return _array.AsSpan(_written);
    }

    /// <summary>Appends bytes as they are.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        EnsureSpace(bytes.Length);
        bytes.CopyTo(_array.AsSpan(_written));
        _written += bytes.Length;
    }

    /// <summary>Forgets what was written behind the first bytes.</summary>
    /// <param name="length">At most <see cref="WrittenBytes"/>.</param>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _written);
        _written = length;
    }

    /// <summary>Forgets the content and returns the array to the pool.</summary>
    public void Reset()
    {
        if (_array is { } array)
        {
            _array = null;
            ArrayPool<byte>.Shared.Return(array);
        }

        _written = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => Reset();

    private void EnsureSpace(int sizeHint)
    {
        var needed = Math.Max(sizeHint, 1);
        if (_array is null || _array.Length - _written < needed)
        {
            GrowSlow(needed);
        }
    }

    private void GrowSlow(int needed)
    {
        var capacity = _array is null ? Math.Max(FirstRentBytes, needed) : Math.Max(checked(_array.Length * 2), checked(_written + needed));
        var larger = ArrayPool<byte>.Shared.Rent(capacity);
        if (_array is { } array)
        {
            array.AsSpan(0, _written).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(array);
        }

        _array = larger;
    }
}
