using System.Text;
using Venueless.Fast.Core.Buffers;

namespace Venueless.Fast.Core.Tests.Buffers;

[Collection(nameof(FramePool))]
public sealed class SharedFrameTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(65_535, 4)]
    [InlineData(65_536, 10)]
    [InlineData(1_000_000, 10)]
    public void CreateText_EachLengthClass_HasTheShortestHeader(int payloadBytes, int headerBytes)
    {
        var payload = new byte[payloadBytes];
        payload.AsSpan().Fill((byte)'x');

        var frame = SharedFrame.CreateText(payload);

        Assert.Equal(0x81, frame.Bytes[0]);
        Assert.Equal(headerBytes + payloadBytes, frame.Length);
        Assert.True(frame.Payload.SequenceEqual(payload));
        frame.Release();
    }

    [Fact]
    public void Release_LastReference_ReturnsTheFrameAndKeepsNoBytesOfOthers()
    {
        var outstanding = FramePool.Outstanding;
        var frame = SharedFrame.CreateText("[1]"u8);
        frame.AddRef();

        frame.Release();
        Assert.Equal("[1]", Encoding.UTF8.GetString(frame.Payload));
        frame.Release();

        Assert.True(FramePool.Outstanding <= outstanding + 1);
    }

    [Fact]
    public void CreateAndRelease_SteadyState_AllocatesNothing()
    {
        var payload = new byte[300];
        SharedFrame.CreateText(payload).Release();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
        {
            SharedFrame.CreateText(payload).Release();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void AddRefAndRelease_ManyThreads_LeavesNothingOutstanding()
    {
        var frame = SharedFrame.CreateText("[\"x\"]"u8);
        Parallel.For(0, 8, _ =>
        {
            for (var round = 0; round < 10_000; round++)
            {
                frame.AddRef();
                Assert.Equal(7, frame.Length);
                frame.Release();
            }
        });

        Assert.Equal("[\"x\"]", Encoding.UTF8.GetString(frame.Payload));
        frame.Release();
    }
}
