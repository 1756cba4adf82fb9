using System.Buffers;
using System.Collections.Concurrent;

namespace Venueless.Fast.Bench.Transport;

/// <summary>Keeps every block it ever made, as Kestrel's pool does under load. The shared array pool would drop most of 10,000 blocks and show its own garbage.</summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    private const int BlockBytes = 4096;

    public static readonly BlockPool Instance = new();

    private readonly ConcurrentQueue<Block> _blocks = new();

    public override int MaxBufferSize => BlockBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) =>
        minBufferSize > BlockBytes ? throw new ArgumentOutOfRangeException(nameof(minBufferSize)) : _blocks.TryDequeue(out var block) ? block : new Block(this);

    protected override void Dispose(bool disposing)
    {
    }

    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = new byte[BlockBytes];

        public void Dispose() => pool._blocks.Enqueue(this);
    }
}
