using System.Buffers;
using System.Text;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.Compression;

/// <summary>One compressed form for all receivers of a frame, and the plain one for the others.</summary>
public sealed class SharedCompressedFormTests
{
    private static MemoryLink Start(bool isCompressed, Action<TransportOptions>? configure = null)
    {
        var link = new MemoryLink(configure, isCompressed: isCompressed);
        link.Start(new ReplyHandler(link.Connection));
        return link;
    }

    private static byte[] Take(MemoryLink link)
    {
        var bytes = new List<byte>();
        link.Drain(sequence => bytes.AddRange(sequence.ToArray()));
        return [.. bytes];
    }

    [Fact]
    public void Broadcast_ToAThousandReceivers_IsCompressedOnce()
    {
        var outstanding = FramePool.Outstanding;
        var links = Enumerable.Range(0, 1000).Select(static i => Start(isCompressed: i % 2 == 0)).ToArray();
        var text = Deflated.Json(5000);
        var frame = SharedFrame.CreateText(Encoding.UTF8.GetBytes(text));
        var runs = Deflater.Runs;

        foreach (var link in links)
        {
            Assert.True(link.Connection.TryEnqueue(frame));
        }

        Assert.Equal(1, Deflater.Runs - runs);
        var plain = frame.Bytes.ToArray();
        var compressed = frame.CompressedForm().Bytes.ToArray();
        frame.Release();
        Assert.InRange(compressed.Length, 1, plain.Length / 4);
        Assert.Equal(text, Encoding.UTF8.GetString(Deflated.Decode(compressed.AsSpan(4))));
        for (var i = 0; i < links.Length; i++)
        {
            Assert.Equal(i % 2 == 0 ? compressed : plain, Take(links[i]));
            links[i].Dispose();
        }

        Assert.Equal(outstanding, FramePool.Outstanding);
    }

    [Fact]
    public void Form_AskedForByTwoThreadsAtOnce_IsCompressedOnce()
    {
        using var start = new Barrier(2);
        for (var round = 0; round < 100; round++)
        {
            var frame = SharedFrame.CreateText(new byte[20_000]);
            var runs = Deflater.Runs;

            Parallel.Invoke(() => Ask(frame), () => Ask(frame));

            Assert.Equal(1, Deflater.Runs - runs);
            frame.Release();
        }

        void Ask(SharedFrame frame)
        {
            // One thread may have to run both, one after the other: then nobody meets.
            start.SignalAndWait(TimeSpan.FromMilliseconds(20));
            Assert.True(frame.CompressedForm().Length < 1000);
        }
    }

    [Fact]
    public void QueuedForm_OutlivesItsFrame()
    {
        var outstanding = FramePool.Outstanding;
        using var link = new MemoryLink(isCompressed: true, pauseBytes: 512);
        link.Start(new ReplyHandler(link.Connection));
        var noise = new byte[1500];
        new Random(1).NextBytes(noise);
        var text = Convert.ToHexString(noise);

        // The first fills the pipe, the others wait in the queue.
        for (var i = 0; i < 4; i++)
        {
            var frame = SharedFrame.CreateText(Encoding.ASCII.GetBytes(text));
            Assert.True(link.Connection.TryEnqueue(frame));
            frame.Release();
        }

        Assert.True(link.Connection.Outbound.QueuedBytes > 0);
        Assert.InRange(FramePool.Outstanding - outstanding, 1, 3);
        var received = Take(link);
        var length = received.Length / 4;
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(text, Encoding.ASCII.GetString(Deflated.Decode(received.AsSpan((i * length) + 4, length - 4))));
        }

        Assert.Equal(outstanding, FramePool.Outstanding);
    }

    [Theory]
    [InlineData(1019, 1024, false)]
    [InlineData(1020, 1024, true)]
    [InlineData(100, 1024, false)]
    [InlineData(100, 0, true)]
    [InlineData(100_000, 200_000, false)]
    public void Threshold_IsOfTheWholeFrame(int payloadBytes, int threshold, bool isCompressed)
    {
        using var link = Start(isCompressed: true, options => options.CompressionThreshold = threshold);
        var frame = SharedFrame.CreateText(new byte[payloadBytes]);
        var runs = Deflater.Runs;

        link.Connection.TryEnqueue(frame);

        Assert.Equal(isCompressed ? 0xC1 : 0x81, Take(link)[0]);
        Assert.Equal(isCompressed ? 1 : 0, Deflater.Runs - runs);
        frame.Release();
    }

    [Fact]
    public void NoReceiverThatNegotiated_NoWork()
    {
        using var link = Start(isCompressed: false);
        var frame = SharedFrame.CreateText(new byte[100_000]);
        var runs = Deflater.Runs;

        Assert.False(link.Connection.TakesCompressed);
        link.Connection.TryEnqueue(frame);

        Assert.Equal(0x81, Take(link)[0]);
        Assert.Equal(runs, Deflater.Runs);
        frame.Release();
    }

    [Fact]
    public void Pings_AreNeverCompressed()
    {
        using var link = Start(isCompressed: true, static options => options.CompressionThreshold = 0);

        link.Receive(Testing.ClientFrame.Encode(Testing.WireFrame.PingOpcode, new byte[125]));

        Assert.Equal(0x8A, Take(link)[0]);
    }
}
