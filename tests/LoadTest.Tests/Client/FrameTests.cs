using Venueless.Fast.LoadTest.Client.WebSockets;

namespace Venueless.Fast.LoadTest.Tests.Client;

public sealed class FrameTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(65_535, 4)]
    [InlineData(65_536, 10)]
    public void Write_ThenUnmask_GivesThePayload(int length, int headerWithoutMask)
    {
        var payload = new byte[length];
        new Random(length).NextBytes(payload);
        var frame = new byte[FrameWriter.FrameBytes(length)];
        Assert.Equal(frame.Length, FrameWriter.Write(frame, FrameKind.Text, payload));
        Assert.Equal(headerWithoutMask + 4 + length, frame.Length);
        Assert.Equal(0x80, frame[1] & 0x80);

        var mask = frame[headerWithoutMask..(headerWithoutMask + 4)];
        Assert.Equal(payload, frame.Skip(headerWithoutMask + 4).Select((value, index) => (byte)(value ^ mask[index & 3])));
        // Without mask it is a server's frame.
        frame[1] &= 0x7F;
        Assert.True(FrameHeader.TryRead(frame, out var header));
        Assert.Equal(new FrameHeader(FrameKind.Text, IsFinal: true, IsCompressed: false, headerWithoutMask, length), header);
        for (var cut = 0; cut < headerWithoutMask; cut++)
        {
            Assert.False(FrameHeader.TryRead(frame.AsSpan(0, cut), out _));
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 0x80, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0xA1, 0 })]
    [InlineData(new byte[] { 0x91, 0 })]
    [InlineData(new byte[] { 0x81, 127, 0, 0, 1, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x81, 127, 0xFF, 0, 0, 0, 0, 0, 0, 0 })]
    public void TryRead_OfWhatNoServerSends_Throws(byte[] data) => Assert.Throws<FormatException>(() => FrameHeader.TryRead(data, out _));

    [Fact]
    public void TryRead_ReadsCompressedAndUnfinished()
    {
        Assert.True(FrameHeader.TryRead([0x41, 1], out var header));
        Assert.True(header is { IsCompressed: true, IsFinal: false, Kind: FrameKind.Text });
    }
}
