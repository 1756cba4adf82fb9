using System.Buffers;
using System.Text;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Transport.Compression;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Transport.Tests.Compression;

/// <summary>RFC 7692 section 7.2.2, with its examples of section 7.2.3, and what a hostile sender may send.</summary>
public sealed class MessageInflaterTests
{
    private const long Limit = 64 * 1024;

    public static TheoryData<string, string, string> Messages() => new()
    {
        { "7.2.3.1 one block", "F248CDC9C90700", "Hello" },
        { "7.2.3.3 no compression", "000500FAFF48656C6C6F00", "Hello" },
        { "7.2.3.4 BFINAL", "F348CDC9C9070000", "Hello" },
        { "BFINAL without the byte behind it", "F348CDC9C90700", "Hello" },
        { "7.2.3.5 two blocks", "F248050000 00FFFFCAC9C90700", "Hello" },
        { "7.2.3.6 empty", "00", "" },
        { "no byte at all", "", "" },
        { "empty block with BFINAL", "0300", "" },
        { "BFINAL completed by the tail", "01", "" },
        { "BFINAL, then another stream", "F348CDC9C90700F248CDC9C90700", "HelloHello" },
        { "BFINAL twice", "F348CDC9C90700F348CDC9C9070000", "HelloHello" },
        { "empty blocks between", "000000FFFF000000FFFFF248CDC9C90700", "Hello" },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Message_IsInflated(string name, string hex, string text)
    {
        Assert.NotEmpty(name);
        var (fault, bytes) = Inflate(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

        Assert.Null(fault);
        Assert.Equal(text, Encoding.ASCII.GetString(bytes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(8192)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    public void Stream_WithBFinalAnywhere_EndsWhereItEnds(int bytes)
    {
        // Not compressible, so that the pieces a decompressor reads end in all places.
        var first = new byte[bytes];
        new Random(bytes).NextBytes(first);
        var second = Encoding.UTF8.GetBytes(Deflated.Json(bytes));

        var (fault, inflated) = Inflate([.. Deflated.EncodeFinal(first), .. Deflated.EncodeFinal(second), .. Deflated.Encode(first)], isText: false, limit: 4_000_000);

        Assert.Null(fault);
        Assert.Equal([.. first, .. second, .. first], inflated);
    }

    public static TheoryData<string, string> Corrupt() => new()
    {
        { "block type 3", "FFFFFF" },
        { "a distance beyond the start", "4A04E100" },
        { "stored block with a wrong complement", "00050000FF48656C6C6F00" },
        { "cut inside a stored block", "001400EBFF48" },
        { "cut inside a compressed block", "F248CDC9" },
        { "garbage behind BFINAL", "F348CDC9C90700FFFF" },
    };

    [Theory]
    [MemberData(nameof(Corrupt))]
    public void Corrupt_IsAnInvalidPayload(string name, string hex)
    {
        Assert.NotEmpty(name);
        Assert.Equal(CloseReason.InvalidPayload, Inflate(Convert.FromHexString(hex), isText: false).Fault);
    }

    [Fact]
    public void Mutations_AreMessagesOrFaults_AndStayBelowTheLimit()
    {
        var random = new Random(20);
        byte[][] seeds = [Deflated.Encode(Deflated.Json(3000)), Deflated.EncodeFinal(new byte[5000]), [.. Deflated.EncodeFinal([1, 2, 3]), .. Deflated.Encode(Deflated.Json(100))]];
        var faults = 0;
        for (var round = 0; round < 3000; round++)
        {
            var payload = seeds[round % seeds.Length].ToArray();
            for (var change = random.Next(4); change >= 0; change--)
            {
                payload[random.Next(payload.Length)] ^= (byte)(1 << random.Next(8));
            }

            var (fault, bytes) = Inflate(payload[..random.Next(1, payload.Length + 1)], isText: false);
            faults += fault is null ? 0 : 1;
            Assert.True(bytes.Length <= Limit + 1);
        }

        Assert.InRange(faults, 1, 2999);
    }

    [Fact]
    public void ManyStreamsWithBFinal_AreRefused()
    {
        Assert.Null(Inflate([.. Enumerable.Repeat<byte[]>([0x03, 0x00], 16).SelectMany(static bytes => bytes)]).Fault);
        Assert.Equal(CloseReason.InvalidPayload, Inflate([.. Enumerable.Repeat<byte[]>([0x03, 0x00], 17).SelectMany(static bytes => bytes)]).Fault);
    }

    [Theory]
    [InlineData(Limit, null)]
    [InlineData(Limit + 1, CloseReason.MessageTooBig)]
    public void Limit_IsOfTheInflatedBytes(int bytes, CloseReason? fault) =>
        Assert.Equal(fault, Inflate(Deflated.Encode(new byte[bytes])).Fault);

    [Fact]
    public void Bomb_StopsAtTheLimit()
    {
        var bomb = Deflated.Encode(new byte[256 * 1024 * 1024]);
        var inflated = new MessageAssembly();

        var fault = MessageInflater.Inflate(new ReadOnlySequence<byte>(bomb), isText: true, Limit, inflated);

        Assert.Equal(CloseReason.MessageTooBig, fault);
        Assert.Equal(Limit + 1, inflated.Length);
        // The segment that the last byte went into, and those before it.
        Assert.InRange(inflated.HeldBytes, Limit, Limit + (64 * 1024));
        inflated.Release();
    }

    [Theory]
    [InlineData("C3A4", true)]
    [InlineData("C3", false)]
    [InlineData("61FF62", false)]
    [InlineData("EDA080", false)]
    public void Text_MustBeUtf8(string hex, bool isValid)
    {
        var payload = Deflated.Encode(Convert.FromHexString(hex));

        Assert.Equal(isValid ? null : CloseReason.InvalidPayload, Inflate(payload).Fault);
        Assert.Null(Inflate(payload, isText: false).Fault);
    }

    [Fact]
    public void Text_WithCharactersAcrossSegments_IsValid()
    {
        // Odd offsets: every segment of the inflated message ends inside some character.
        var text = "a" + string.Concat(Enumerable.Repeat("ä€😀", 20_000));

        var (fault, bytes) = Inflate(Deflated.Encode(text), limit: 1_000_000);

        Assert.Null(fault);
        Assert.Equal(text, Encoding.UTF8.GetString(bytes));
    }

    private static (CloseReason? Fault, byte[] Bytes) Inflate(byte[] payload, bool isText = true, long limit = Limit)
    {
        var inflated = new MessageAssembly();
        var fault = MessageInflater.Inflate(new ReadOnlySequence<byte>(payload), isText, limit, inflated);
        var bytes = inflated.AsSequence().ToArray();
        inflated.Release();
        return (fault, bytes);
    }
}
