using Venueless.Fast.Core.Buffers;

namespace Venueless.Fast.Core.Tests.Buffers;

public sealed class PooledBufferWriterTests
{
    [Fact]
    public void Write_BeyondEveryGrowth_KeepsTheContent()
    {
        var expected = new byte[100_003];
        new Random(7).NextBytes(expected);
        using var writer = new PooledBufferWriter();

        for (var offset = 0; offset < expected.Length;)
        {
            var count = Math.Min(1 + (offset % 977), expected.Length - offset);
            writer.Write(expected.AsSpan(offset, count));
            offset += count;
        }

        Assert.True(writer.WrittenSpan.SequenceEqual(expected));
    }

    [Fact]
    public void Truncate_ForgetsTheRestAndGoesOnFromThere()
    {
        using var writer = new PooledBufferWriter();
        writer.Write("abcdef"u8);

        writer.Truncate(2);
        writer.Write("xy"u8);

        Assert.True(writer.WrittenSpan.SequenceEqual("abxy"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Truncate(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Truncate(-1));
    }

    [Fact]
    public void Advance_BeyondWhatWasLent_Throws()
    {
        using var writer = new PooledBufferWriter();
        var lent = writer.GetSpan(10).Length;

        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(lent + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(-1));
    }

    [Fact]
    public void Reset_ThenWrite_StartsEmpty()
    {
        using var writer = new PooledBufferWriter();
        writer.Write("old"u8);

        writer.Reset();
        writer.Write("new"u8);

        Assert.True(writer.WrittenSpan.SequenceEqual("new"u8));
    }
}
