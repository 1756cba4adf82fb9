using System.Buffers;
using System.Text;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Transport.Tests.WebSockets;

public sealed class Utf8ValidatorTests
{
    public static TheoryData<byte[]> Inputs()
    {
        var data = new TheoryData<byte[]>();
        foreach (var text in new[] { "", "a", "Hello-µ@ßöäüàá-UTF-8!!", "κόσμε", "\uD800\uDC00\uDBFF\uDFFF", "\u0000\u007F\u0080\u07FF\u0800\uFFFF", new string('x', 70) + "€" })
        {
            data.Add(Encoding.UTF8.GetBytes(text));
        }

        foreach (var hex in new[]
        {
            "80", "BF", "C080", "C1BF", "C2", "C220", "E0", "E080", "E08080", "E09FBF", "E0A0", "EDA080", "EDBFBF", "ED9FBF", "EFBFBF",
            "F0", "F08080AF", "F08FBFBF", "F0908080", "F48FBFBF", "F4908080", "F5808080", "F888808080", "FC8480808080", "FE", "FF",
            "CEBAE1BDB9CF83CEBCCEB5EDA080656469746564", "CEBAE1BDB9CF83CEBCCEB5F4908080656469746564", "61C3", "61E282", "61F09F98", "FFFFFFFFFF",
        })
        {
            data.Add(Convert.FromHexString(hex));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Append_CutAtEveryPairOfBytes_AgreesWithTheReference(byte[] input)
    {
        var (viableBytes, isComplete) = Reference(input);
        for (var first = 0; first <= input.Length; first++)
        {
            for (var second = first; second <= input.Length; second++)
            {
                var validator = default(Utf8Validator);
                var isViable = validator.Append(input.AsSpan(0, first));
                Assert.Equal(first <= viableBytes, isViable);
                isViable = isViable && validator.Append(input.AsSpan(first, second - first));
                Assert.Equal(second <= viableBytes, isViable);
                isViable = isViable && validator.Append(input.AsSpan(second));
                Assert.Equal(viableBytes == input.Length, isViable);
                Assert.True(!isViable || validator.IsComplete == isComplete);
            }
        }
    }

    [Fact]
    public void Append_RandomBytes_AgreesWithTheReference()
    {
        var random = new Random(3);
        // Bytes near the borders of the rules meet them far more often than uniform ones.
        byte[] alphabet = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF];
        for (var round = 0; round < 50_000; round++)
        {
            var input = random.GetItems(alphabet, random.Next(1, 8));
            var (viableBytes, isComplete) = Reference(input);
            var validator = default(Utf8Validator);
            var cut = random.Next(input.Length + 1);

            var isViable = validator.Append(input.AsSpan(0, cut)) && validator.Append(input.AsSpan(cut));

            Assert.Equal(viableBytes == input.Length, isViable);
            Assert.True(!isViable || validator.IsComplete == isComplete);
        }
    }

    // How many bytes can be a prefix of valid UTF-8, by the runtime's rune decoder.
    private static (int ViableBytes, bool IsComplete) Reference(byte[] input)
    {
        var offset = 0;
        while (offset < input.Length)
        {
            var status = Rune.DecodeFromUtf8(input.AsSpan(offset), out _, out var consumed);
            if (status == OperationStatus.NeedMoreData)
            {
                return (input.Length, false);
            }

            if (status != OperationStatus.Done)
            {
                // The decoder consumes the maximal viable part of the character.
                var viable = Rune.DecodeFromUtf8(input.AsSpan(offset, consumed), out _, out _) == OperationStatus.NeedMoreData ? consumed : 0;
                return (offset + viable, false);
            }

            offset += consumed;
        }

        return (offset, true);
    }
}
