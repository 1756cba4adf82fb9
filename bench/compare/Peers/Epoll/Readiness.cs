using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Venueless.Fast.Compare.Peers.Epoll;

/// <summary>An array of <c>struct epoll_event</c>, which x86-64 packs and other machines align.</summary>
internal sealed class Readiness(int capacity)
{
    private static readonly int Size = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = Size - 8;

    private readonly byte[] _entries = new byte[capacity * Size];

    public int Capacity => capacity;

    /// <summary>The first entry, for the system call.</summary>
    public ref byte First => ref _entries[0];

    public uint Events(int index) => BinaryPrimitives.ReadUInt32LittleEndian(_entries.AsSpan(index * Size));

    public int Descriptor(int index) => BinaryPrimitives.ReadInt32LittleEndian(_entries.AsSpan((index * Size) + DataOffset));

    public void Set(int index, uint events, int descriptor)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_entries.AsSpan(index * Size), events);
        BinaryPrimitives.WriteInt32LittleEndian(_entries.AsSpan((index * Size) + DataOffset), descriptor);
    }
}
