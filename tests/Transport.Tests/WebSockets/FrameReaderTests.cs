using System.Text;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Transport.Tests.WebSockets;

public sealed class FrameReaderTests
{
    public static TheoryData<string, byte[]> ShortInputs()
    {
        var data = new TheoryData<string, byte[]>
        {
            { "text", ClientFrame.Encode(1, "Grüße €"u8) },
            { "empty text", ClientFrame.Encode(1, []) },
            { "binary", ClientFrame.Encode(2, [1, 2, 3, 255]) },
            { "two texts", Concat(ClientFrame.Encode(1, "ab"u8), ClientFrame.Encode(1, "cd"u8)) },
            { "fragments with a ping between", Concat(ClientFrame.Encode(1, [0xE2], isFinal: false), ClientFrame.Encode(9, "p"u8), ClientFrame.Encode(0, [0x82], isFinal: false), ClientFrame.Encode(0, [0xAC])) },
            { "empty fragments", Concat(ClientFrame.Encode(2, [], isFinal: false), ClientFrame.Encode(0, [], isFinal: false), ClientFrame.Encode(0, [])) },
            { "pong and text", Concat(ClientFrame.Encode(10, "x"u8), ClientFrame.Encode(1, "y"u8)) },
            { "16-bit length", ClientFrame.Encode(1, Encoding.ASCII.GetBytes(new string('a', 130))) },
            { "close", ClientFrame.Close(1000, "bye") },
            { "empty close", ClientFrame.Close(null) },
            { "invalid UTF-8", ClientFrame.Encode(1, [0x61, 0xED, 0xA0, 0x80, 0x61]) },
            { "UTF-8 cut by the end", ClientFrame.Encode(1, [0x61, 0xE2, 0x82]) },
            { "UTF-8 cut by the end of the last fragment", Concat(ClientFrame.Encode(1, [0x61], isFinal: false), ClientFrame.Encode(0, [0xE2, 0x82])) },
            { "RSV", ClientFrame.Encode(1, "a"u8, reservedBits: 4) },
            { "opcode 3", ClientFrame.Encode(3, "a"u8) },
            { "unmasked", ClientFrame.Encode(1, "a"u8, isMasked: false) },
            { "close of one byte", ClientFrame.Encode(8, [3]) },
            { "close 1005", ClientFrame.Close(1005) },
            { "close with invalid reason", ClientFrame.Encode(8, [0x03, 0xE8, 0xFF]) },
            { "continuation of nothing", ClientFrame.Encode(0, "a"u8) },
            { "text inside a message", Concat(ClientFrame.Encode(1, "a"u8, isFinal: false), ClientFrame.Encode(1, "a"u8)) },
            { "fragmented ping", ClientFrame.Encode(9, "a"u8, isFinal: false) },
        };
        return data;
    }

    [Theory]
    [MemberData(nameof(ShortInputs))]
    public void Read_CutAtEveryPairOfBytes_GivesTheSame(string name, byte[] input)
    {
        var expected = FrameStream.ReadAll(input.ToArray());
        Assert.NotEmpty(expected);

        for (var first = 0; first <= input.Length; first++)
        {
            for (var second = first; second <= input.Length; second++)
            {
                var actual = FrameStream.ReadAll(input.ToArray(), first, second);
                Assert.True(expected.SequenceEqual(actual), $"{name} cut at {first} and {second}: {string.Join("; ", actual)}");
            }
        }
    }

    [Theory]
    [InlineData(126)]
    [InlineData(16 * 1024)]
    [InlineData(16 * 1024 + 1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(300_000)]
    public void Read_LargeMessages_CutAnywhere_GiveTheSame(int bytes)
    {
        var payload = new byte[bytes];
        new Random(bytes).NextBytes(payload);
        var input = Concat(
            ClientFrame.Encode(2, payload),
            ClientFrame.Encode(2, payload.AsSpan(0, bytes / 3), isFinal: false),
            ClientFrame.Encode(9, "ping"u8),
            ClientFrame.Encode(0, payload.AsSpan(bytes / 3)));
        var expected = FrameStream.ReadAll(input.ToArray());
        Assert.Equal(3, expected.Count);
        Assert.Equal(expected[0], expected[2]);

        var random = new Random(4);
        for (var round = 0; round < 30; round++)
        {
            var cuts = Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(input.Length)).Order().ToArray();
            Assert.Equal(expected, FrameStream.ReadAll(input.ToArray(), cuts));
        }
    }

    [Fact]
    public void Read_IncompleteSmallMessage_ConsumesNothing()
    {
        var input = ClientFrame.Encode(1, "Grüße €"u8);
        for (var length = 0; length < input.Length; length++)
        {
            var stream = new FrameStream();
            stream.Feed(input[..length]);

            Assert.Empty(stream.Results);
            Assert.Equal(length, stream.UnconsumedBytes);
        }
    }

    [Fact]
    public void Read_IncompleteLargeMessage_LeavesThePipe()
    {
        var stream = new FrameStream();

        stream.Feed(ClientFrame.Encode(2, new byte[40_000])[..20_000]);

        Assert.Equal(0, stream.UnconsumedBytes);
        Assert.InRange(stream.Reader.HeldBytes, 19_000, 90_000);
        stream.Reader.Release();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(8)]
    public void Read_HugeAnnouncedLength_IsTooBigBeforeAnythingIsKept(int payloadBytes)
    {
        var stream = new FrameStream();

        stream.Feed(ClientFrame.Encode(2, new byte[payloadBytes], announcedLength: long.MaxValue));

        Assert.Equal(["Violation MessageTooBig"], stream.Results);
        Assert.Equal(0, stream.Reader.HeldBytes);
    }

    [Fact]
    public void Read_FragmentsBeyondTheLimit_AreTooBigByTheHeader()
    {
        var stream = new FrameStream { MaxMessageBytes = 10 };

        stream.Feed(ClientFrame.Encode(1, "12345"u8, isFinal: false));
        stream.Feed(ClientFrame.Encode(0, "67890"u8, isFinal: false));
        Assert.Empty(stream.Results);
        stream.Feed(ClientFrame.Encode(0, "1"u8)[..6]);

        Assert.Equal(["Violation MessageTooBig"], stream.Results);
        stream.Reader.Release();
    }

    [Fact]
    public void Read_HighBitOfTheLength_IsAProtocolError() =>
        Assert.Equal(["Violation ProtocolError"], FrameStream.ReadAll(ClientFrame.Encode(2, [], announcedLength: long.MinValue, lengthBytes: 8)));

    [Theory]
    [InlineData(125, 2)]
    [InlineData(5, 8)]
    [InlineData(65_535, 8)]
    public void Read_LengthInALongerFormThanNeeded_IsAProtocolError(int bytes, int lengthBytes) =>
        Assert.Equal(["Violation ProtocolError"], FrameStream.ReadAll(ClientFrame.Encode(2, new byte[bytes], lengthBytes: lengthBytes)));

    [Fact]
    public void Read_InvalidUtf8InsideAnIncompleteFrame_FailsAtThatByte()
    {
        var frame = ClientFrame.Encode(1, [0x61, 0xF4, 0x90, 0x80, 0x80, 0x61]);
        var stream = new FrameStream();
        stream.Feed(frame[..8]);
        Assert.Empty(stream.Results);

        stream.Feed(frame[8..9]);

        Assert.Equal(["Violation InvalidPayload"], stream.Results);
    }

    [Fact]
    public void SeekClose_BehindAViolation_FindsTheAnswer()
    {
        foreach (var violation in new[]
        {
            ClientFrame.Encode(1, "abc"u8, reservedBits: 7),
            ClientFrame.Encode(1, "abc"u8, isMasked: false),
            ClientFrame.Encode(9, new byte[200]),
            ClientFrame.Encode(1, Enumerable.Repeat((byte)0xFF, 30_000).ToArray()),
            ClientFrame.Encode(1, Enumerable.Repeat((byte)0xFF, 30_000).ToArray(), isFinal: false),
        })
        {
            var input = Concat(violation, ClientFrame.Encode(1, "after"u8), ClientFrame.Close(1002, "yes"));
            for (var cut = 1; cut < input.Length; cut += cut < 20 ? 1 : 977)
            {
                var reader = new FrameReader();
                var copy = input.ToArray();
                var sequence = new System.Buffers.ReadOnlySequence<byte>(copy, 0, cut);
                var status = reader.Read(ref sequence, 1024 * 1024, out _);
                var isFound = status == FrameReadStatus.Violation && reader.SeekClose(ref sequence);
                Assert.False(isFound && cut < input.Length - 1);
                sequence = new System.Buffers.ReadOnlySequence<byte>(copy, cut - (int)sequence.Length, copy.Length - cut + (int)sequence.Length);
                if (status != FrameReadStatus.Violation)
                {
                    Assert.Equal(FrameReadStatus.Violation, reader.Read(ref sequence, 1024 * 1024, out _));
                }

                Assert.True(isFound || reader.SeekClose(ref sequence), $"cut at {cut}");
                Assert.Equal((ushort)1002, reader.CloseCode);
                reader.Release();
            }
        }
    }

    [Fact]
    public void Read_RandomBytes_NeverThrowsNorHoldsMoreThanItGot()
    {
        var random = new Random(5);
        for (var round = 0; round < 20_000; round++)
        {
            var input = new byte[random.Next(1, 60)];
            random.NextBytes(input);
            if (random.Next(2) == 0)
            {
                // A plausible start takes the fuzz beyond the first check.
                input[0] = (byte)(0x80 * random.Next(2) + random.GetItems<byte>([0, 1, 2, 8, 9, 10], 1)[0]);
                if (input.Length > 1)
                {
                    input[1] = (byte)(0x80 | random.GetItems<byte>([0, 1, 5, 10, 125, 126, 127], 1)[0]);
                }
            }

            var expected = FrameStream.ReadAll(input.ToArray());
            var cuts = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(input.Length)).Order().ToArray();

            Assert.Equal(expected, FrameStream.ReadAll(input.ToArray(), cuts));
        }
    }

    private static byte[] Concat(params byte[][] parts) => parts.SelectMany(static part => part).ToArray();
}
