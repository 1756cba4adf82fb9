using System.Buffers;
using System.Text.Json;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Transport.Tests;

/// <summary>Holds the budgets of bench/baselines.json: allocated bytes per operation in steady state.</summary>
public sealed class AllocationTests
{
    private const int Operations = 2000;

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    [InlineData(4000)]
    public void Read_OfMaskedText_AllocatesNothing(int payloadBytes)
    {
        var reader = new FrameReader();
        var frame = ClientFrame.Encode(1, Enumerable.Repeat((byte)'a', payloadBytes).ToArray(), key: [0, 0, 0, 0]);

        Assert.Equal(Budget("FrameReaderBenchmarks.ReadMaskedText"), Measure(() =>
        {
            // A key of zeros leaves the bytes as they are, so one buffer serves for all rounds.
            var input = new ReadOnlySequence<byte>(frame);
            var status = reader.Read(ref input, 1024 * 1024, out var payload);
            Assert.True(status == FrameReadStatus.Message && payload.Length == payloadBytes);
        }));
    }

    [Fact]
    public void TryEnqueue_WhenThePipeTakesIt_AllocatesNothing()
    {
        using var link = new MemoryLink();
        link.Start(new ReplyHandler(link.Connection));
        var frame = SharedFrame.CreateText(new byte[300]);

        Assert.Equal(Budget("BroadcastBenchmarks.Enqueue"), Measure(() =>
        {
            Assert.True(link.Connection.TryEnqueue(frame));
            Assert.True(link.Drain() == 304);
        }));
        frame.Release();
    }

    [Fact]
    public void TryEnqueue_OfACompressedForm_AllocatesNothing()
    {
        using var link = new MemoryLink(isCompressed: true);
        link.Start(new ReplyHandler(link.Connection));
        var frame = SharedFrame.CreateText(new byte[3000]);
        var bytes = frame.CompressedForm().Length;

        Assert.Equal(Budget("CompressedBroadcastBenchmarks.Enqueue"), Measure(() =>
        {
            Assert.True(link.Connection.TryEnqueue(frame));
            Assert.True(link.Drain() == bytes);
        }));
        frame.Release();
    }

    [Fact]
    public void TryEnqueue_WhenTheReceiverIsBehind_AllocatesNothing()
    {
        using var link = new MemoryLink(pauseBytes: 2048);
        link.Start(new ReplyHandler(link.Connection));
        var frame = SharedFrame.CreateText(new byte[300]);

        Assert.Equal(0, Measure(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                Assert.True(link.Connection.TryEnqueue(frame));
            }

            Assert.True(link.Connection.Outbound.QueuedBytes > 0);
            Assert.True(link.Drain() == 50 * 304);
            Assert.True(link.Connection.Outbound.QueuedBytes == 0);
        }));
        frame.Release();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Message_ThroughTheHandlerToItsReply_AllocatesNothing(int messagesPerRead)
    {
        using var link = new MemoryLink();
        var handler = new ReplyHandler(link.Connection);
        link.Start(handler);
        var input = Enumerable.Repeat(ClientFrame.Encode(1, "[\"ping\",1]"u8), messagesPerRead).SelectMany(static frame => frame).ToArray();

        Assert.Equal(Budget("ReceiveBenchmarks.MessageAndReply"), Measure(() =>
        {
            link.Receive(input);
            Assert.True(link.Drain() == 12 * messagesPerRead);
        }));
        Assert.True(handler.Messages >= Operations * messagesPerRead);
    }

    private static long Budget(string benchmark)
    {
        using var baselines = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "baselines.json")));
        return baselines.RootElement.GetProperty(benchmark).GetProperty("allocatedBytes").GetInt64();
    }

    // Bytes per operation, rounded up: one stray byte in all rounds is one too many.
    private static long Measure(Action operation)
    {
        for (var i = 0; i < 200; i++)
        {
            operation();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Operations; i++)
        {
            operation();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before + Operations - 1) / Operations;
    }
}
