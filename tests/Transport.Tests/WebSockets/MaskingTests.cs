using System.Runtime.InteropServices;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Transport.Tests.WebSockets;

public sealed class MaskingTests
{
    private static readonly byte[] Key = [0xA1, 0x02, 0xF3, 0x44];

    [Fact]
    public void Apply_AtEachAlignmentAndLength_EqualsBytewise()
    {
        var source = new byte[200];
        new Random(1).NextBytes(source);
        for (var offset = 0; offset < 33; offset++)
        {
            for (var length = 0; length <= 140; length++)
            {
                var actual = source.ToArray();
                Masking.Apply(actual.AsSpan(offset, length), MemoryMarshal.Read<uint>(Key));

                Assert.Equal(Naive(source, offset, length), actual);
            }
        }
    }

    [Fact]
    public void Apply_InPieces_CarriesThePhase()
    {
        var source = new byte[100];
        new Random(2).NextBytes(source);
        var expected = Naive(source, 0, source.Length);
        for (var first = 0; first <= 70; first++)
        {
            for (var second = first; second <= 80; second++)
            {
                var actual = source.ToArray();
                var key = MemoryMarshal.Read<uint>(Key);
                key = Masking.Apply(actual.AsSpan(0, first), key);
                key = Masking.Apply(actual.AsSpan(first, second - first), key);
                Masking.Apply(actual.AsSpan(second), key);

                Assert.Equal(expected, actual);
            }
        }
    }

    private static byte[] Naive(byte[] source, int offset, int length)
    {
        var expected = source.ToArray();
        for (var i = 0; i < length; i++)
        {
            expected[offset + i] ^= Key[i % 4];
        }

        return expected;
    }
}
