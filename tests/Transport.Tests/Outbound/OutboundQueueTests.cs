using System.Text;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Outbound;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.Outbound;

public sealed class OutboundQueueTests : IDisposable
{
    private readonly long _framesBefore = FramePool.Outstanding;

    public void Dispose() => Assert.Equal(_framesBefore, FramePool.Outstanding);

    [Fact]
    public void Batch_OfMessagesInOneRead_IsFlushedOnce()
    {
        using var link = new MemoryLink();
        var handler = new ScriptedHandler(link.Connection);
        var wasFlushedEarly = false;
        handler.Message = (self, text) =>
        {
            self.Send(text);
            wasFlushedEarly |= link.HasOutput();
            return ValueTask.CompletedTask;
        };
        link.Start(handler);

        link.Receive([.. ClientFrame.Encode(1, "a"u8), .. ClientFrame.Encode(1, "b"u8), .. ClientFrame.Encode(1, "c"u8)]);

        Assert.False(wasFlushedEarly);
        Assert.Equal(9, link.Drain());
    }

    [Fact]
    public void FrameBatch_LeavesInOneFlush_BehindWhatIsQueued()
    {
        using var link = new MemoryLink(pauseBytes: 100);
        link.Start(new ReplyHandler(link.Connection));
        Assert.True(Enqueue(link, "a", "b", "c"));
        Assert.Equal(9, link.Drain());

        // Fills the pipe: what follows waits for it.
        Assert.True(Enqueue(link, new string('x', 98)));
        Assert.True(Enqueue(link, "d", "e"));
        Assert.Equal(6, link.Connection.Outbound.QueuedBytes);
        Assert.Equal(106, link.Drain());
    }

    [Fact]
    public void FrameBatch_OfMoreThanOneFlush_LeavesInPieces()
    {
        using var link = new MemoryLink(pauseBytes: 1024 * 1024);
        link.Start(new ReplyHandler(link.Connection));
        Assert.True(Enqueue(link, [.. Enumerable.Repeat(new string('x', 996), 100)]));
        Assert.Equal(100_000, link.Drain());
    }

    [Fact]
    public void FrameBatch_ToAClosingConnection_IsRefused()
    {
        using var link = new MemoryLink();
        link.Start(new ReplyHandler(link.Connection));
        link.Connection.Close(CloseReason.Normal);
        link.Drain();
        Assert.False(Enqueue(link, "a", "b"));
        Assert.False(link.HasOutput());
        link.EndInput();
    }

    [Fact]
    public void FrameBatch_BeyondTheLimit_ClosesAsSlow()
    {
        using var link = new MemoryLink(static options => options.MaxQueuedBytes = 1000, pauseBytes: 100);
        link.Start(new ReplyHandler(link.Connection));
        Assert.True(Enqueue(link, new string('x', 98)));
        Assert.False(Enqueue(link, [.. Enumerable.Repeat(new string('x', 98), 12)]));
        Assert.Equal(CloseReason.SlowConsumer, link.Connection.Outbound.Reason);
        link.EndInput();
    }

    private static bool Enqueue(MemoryLink link, params string[] texts)
    {
        var batch = new FrameBatch();
        foreach (var text in texts)
        {
            batch.Add(SharedFrame.CreateText(Encoding.ASCII.GetBytes(text)));
        }

        SharedFrame[] frames = [.. batch.Frames];
        var isAccepted = link.Connection.TryEnqueue(batch);
        batch.Forget();
        foreach (var frame in frames)
        {
            frame.Release();
        }

        return isAccepted;
    }

    [Fact]
    public void Batch_WhenAHandlerWaits_IsFlushedBefore()
    {
        using var link = new MemoryLink();
        var handler = new ScriptedHandler(link.Connection);
        var pending = new TaskCompletionSource();
        handler.Message = (self, text) =>
        {
            self.Send(text);
            return text == "b" ? new ValueTask(pending.Task) : ValueTask.CompletedTask;
        };
        link.Start(handler);

        link.Receive([.. ClientFrame.Encode(1, "a"u8), .. ClientFrame.Encode(1, "b"u8), .. ClientFrame.Encode(1, "c"u8)]);

        Assert.Equal(6, link.Drain());
        pending.SetResult();
    }

    [Fact]
    public void TryEnqueue_BeyondTheLimit_ClosesAsSlowAndReleasesEverything()
    {
        using var link = new MemoryLink(static options => options.MaxQueuedBytes = 1000, pauseBytes: 100);
        link.Start(new ReplyHandler(link.Connection));
        var frame = SharedFrame.CreateText(new byte[98]);
        // The first fills the pipe, ten wait, the next is too much.
        for (var i = 0; i < 11; i++)
        {
            Assert.True(link.Connection.TryEnqueue(frame));
        }

        Assert.Equal(1000, link.Connection.Outbound.QueuedBytes);
        Assert.False(link.Connection.TryEnqueue(frame));

        Assert.True(link.IsAborted);
        Assert.Equal(CloseReason.SlowConsumer, link.Connection.Outbound.Reason);
        Assert.False(link.Connection.TryEnqueue(frame));
        frame.Release();
    }

    [Fact]
    public void TryEnqueue_OfAFrameLargerThanTheLimit_IsTakenByAnEmptyQueue()
    {
        using var link = new MemoryLink(static options => options.MaxQueuedBytes = 1000);
        link.Start(new ReplyHandler(link.Connection));
        var payload = new byte[1_000_000];
        new Random(7).NextBytes(payload);
        var frame = SharedFrame.CreateBinary(payload);

        Assert.True(link.Connection.TryEnqueue(frame));
        // The pipe never holds more than one flush of it.
        Assert.Equal(frame.Length - OutboundQueue.MaxBytesPerFlush, link.Connection.Outbound.QueuedBytes);
        using var received = new MemoryStream();
        while (received.Length < frame.Length)
        {
            Assert.True(link.Drain(buffer => received.Write(System.Buffers.BuffersExtensions.ToArray(buffer))) > 0);
        }

        Assert.True(frame.Bytes.SequenceEqual(received.ToArray()));
        Assert.Equal(OutboundState.Direct, link.Connection.Outbound.State);
        frame.Release();
    }

    [Fact]
    public void TryEnqueue_BehindALargeFrame_IsLimitedByWhatIsBehindItAlone()
    {
        using var link = new MemoryLink(static options => options.MaxQueuedBytes = 1000);
        link.Start(new ReplyHandler(link.Connection));
        var large = SharedFrame.CreateText(new byte[1_000_000]);
        var small = SharedFrame.CreateText(new byte[98]);

        Assert.True(link.Connection.TryEnqueue(large));
        for (var i = 0; i < 10; i++)
        {
            Assert.True(link.Connection.TryEnqueue(small));
        }

        Assert.False(link.Connection.TryEnqueue(small));
        Assert.Equal(CloseReason.SlowConsumer, link.Connection.Outbound.Reason);
        large.Release();
        small.Release();
    }

    [Fact]
    public void TryEnqueue_WhenThePeerIsGone_IsDisconnected()
    {
        using var link = new MemoryLink();
        link.Start(new ReplyHandler(link.Connection));
        link.EndOutput();
        var frame = SharedFrame.CreateText("x"u8);

        Assert.False(link.Connection.TryEnqueue(frame));

        Assert.Equal(CloseReason.Disconnected, link.Connection.Outbound.Reason);
        Assert.True(link.Running.IsCompleted);
        frame.Release();
    }

    [Fact]
    public async Task ManyThreads_EnqueueCloseAndAbort_KeepOrderAndLeakNothing()
    {
        for (var round = 0; round < 60; round++)
        {
            using var link = new MemoryLink(static options => options.MaxQueuedBytes = 20_000, pauseBytes: 512);
            var handler = new ReplyHandler(link.Connection);
            link.Start(handler);
            using var start = new Barrier(6);
            using var received = new MemoryStream();
            var isDone = false;
            var producers = Enumerable.Range(0, 4).Select(producer => RunOnThread(() =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 400; i++)
                {
                    var frame = SharedFrame.CreateText(Encoding.ASCII.GetBytes($"{producer}:{i:D5};"));
                    link.Connection.TryEnqueue(frame);
                    frame.Release();
                }
            })).ToArray();
            var closer = RunOnThread(() =>
            {
                start.SignalAndWait();
                Thread.SpinWait(round * 500);
                link.Connection.Close(round % 2 == 0 ? CloseReason.Normal : CloseReason.SlowConsumer);
            });
            var reader = RunOnThread(() =>
            {
                start.SignalAndWait();
                while (!Volatile.Read(ref isDone))
                {
                    link.Drain(buffer => received.Write(System.Buffers.BuffersExtensions.ToArray(buffer)));
                }
            });

            await Task.WhenAll([.. producers, closer]);
            link.EndInput();
            await link.Running.WaitAsync(WireClient.DefaultTimeout);
            Volatile.Write(ref isDone, true);
            await reader;

            Assert.Equal(1, handler.Closed);
            AssertOrdered(received.ToArray());
        }
    }

    // Whole frames only, each producer's in its order, nothing behind a close frame.
    private static void AssertOrdered(byte[] bytes)
    {
        var last = new[] { -1, -1, -1, -1 };
        var offset = 0;
        while (offset + 4 <= bytes.Length)
        {
            if (bytes[offset] == 0x88)
            {
                Assert.Equal(bytes.Length, offset + 4);
                return;
            }

            Assert.Equal([0x81, 8], bytes[offset..(offset + 2)]);
            var text = Encoding.ASCII.GetString(bytes, offset + 2, 8);
            var producer = text[0] - '0';
            var number = int.Parse(text.AsSpan(2, 5), System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(number > last[producer], text);
            last[producer] = number;
            offset += 10;
        }
    }

    private static Task RunOnThread(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
