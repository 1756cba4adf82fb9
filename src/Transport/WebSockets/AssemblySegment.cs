using System.Buffers;

namespace Venueless.Fast.Transport.WebSockets;

/// <summary>One pooled array of a message that is collected. Owned by its <see cref="MessageAssembly"/>, which returns the array.</summary>
internal sealed class AssemblySegment : ReadOnlySequenceSegment<byte>
{
    private readonly byte[] _array;
    private int _length;

    public AssemblySegment(int minimumBytes, long runningIndex)
    {
        _array = ArrayPool<byte>.Shared.Rent(minimumBytes);
        RunningIndex = runningIndex;
    }

    public int Capacity => _array.Length;

    public int Length => _length;

    public AssemblySegment? NextSegment => (AssemblySegment?)Next;

    /// <summary>Copies as much as fits and returns how much that was.</summary>
    public int Fill(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(bytes.Length, _array.Length - _length);
        bytes[..taken].CopyTo(_array.AsSpan(_length));
        _length += taken;
        Memory = _array.AsMemory(0, _length);
        return taken;
    }

    /// <summary>What is still free; <see cref="Advance"/> says how much of it was used.</summary>
    public Span<byte> Free => _array.AsSpan(_length);

    public void Advance(int bytes)
    {
        _length += bytes;
        Memory = _array.AsMemory(0, _length);
    }

    public void Append(AssemblySegment next) => Next = next;

    public void ReturnArray()
    {
        Memory = default;
        ArrayPool<byte>.Shared.Return(_array);
    }
}
