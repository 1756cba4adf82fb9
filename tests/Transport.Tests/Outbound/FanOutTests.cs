using System.Buffers;
using System.Text;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Outbound;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.Outbound;

/// <summary>Queues that wait for their shard's turn. A hold keeps the turn away, so that nothing here depends on who is quicker.</summary>
public sealed class FanOutTests : IDisposable
{
    private readonly long _framesBefore = FramePool.Outstanding;

    public void Dispose() => Assert.Equal(_framesBefore, FramePool.Outstanding);

    [Theory]
    [InlineData(AudienceSize.Room)]
    [InlineData(AudienceSize.Crowd)]
    public void Frames_OfALargeAudience_LeaveTogetherWhenTheTurnComes(AudienceSize audience)
    {
        using var link = Start();
        using (new TurnsHeld(link))
        {
            for (var number = 0; number < 40; number++)
            {
                Enqueue(link, $"{number:00}", audience);
            }

            Assert.False(link.HasOutput());
        }

        Assert.Equal(Texts(Enumerable.Range(0, 40).Select(static number => $"{number:00}")), WaitForOutput(link, 160));
    }

    [Fact]
    public void Frame_ForTheConnectionAlone_TakesTheWaitingOnesAlong()
    {
        using var link = Start();
        using var held = new TurnsHeld(link);
        Enqueue(link, "a", AudienceSize.Crowd);
        Enqueue(link, "b", AudienceSize.Room);
        Assert.False(link.HasOutput());

        Enqueue(link, "c", AudienceSize.Few);
        Assert.Equal(Texts(["a", "b", "c"]), Take(link));
        Enqueue(link, "d", AudienceSize.Few);
        Assert.Equal(Texts(["d"]), Take(link));
    }

    [Fact]
    public void Replies_InOneRead_KeepTheirPlaceAmongWaitingFrames()
    {
        using var link = Start(static (link, self, text) =>
        {
            self.Send(text);
            Enqueue(link, text + "+", AudienceSize.Crowd);
        });
        using var held = new TurnsHeld(link);
        Enqueue(link, "before", AudienceSize.Crowd);
        link.Receive([.. ClientFrame.Encode(1, "1"u8), .. ClientFrame.Encode(1, "2"u8)]);

        // The end of the read sends everything that has gathered by then.
        Assert.Equal(Texts(["before", "1", "1+", "2", "2+"]), Take(link));
    }

    [Fact]
    public void Close_SendsWhatWaits()
    {
        using var link = Start();
        using var held = new TurnsHeld(link);
        Enqueue(link, "last words", AudienceSize.Crowd);
        link.Connection.Close(CloseReason.Normal);

        var output = Take(link);
        Assert.Equal(Texts(["last words"]), output[..12]);
        Assert.Equal(0x88, output[12]);
        link.EndInput();
    }

    [Fact]
    public void Abort_ReleasesWhatWaits()
    {
        using var link = Start();
        using var held = new TurnsHeld(link);
        Enqueue(link, "lost", AudienceSize.Crowd);
        link.Connection.Outbound.Abort(CloseReason.Disconnected);
        Assert.False(link.HasOutput());
        link.EndInput();
    }

    [Fact]
    public void Publisher_WhoIsAheadByMoreThanOneFlush_SendsByItself()
    {
        using var link = Start(pauseBytes: 1024 * 1024);
        using var held = new TurnsHeld(link);
        var text = new string('x', 1000);
        for (var sent = 0; sent < 200; sent++)
        {
            Enqueue(link, text, AudienceSize.Crowd);
            Assert.True(link.Connection.Outbound.QueuedBytes < OutboundQueue.MaxBytesPerFlush);
        }

        Assert.True(link.HasOutput());
        Enqueue(link, "x", AudienceSize.Few);
        Assert.Equal((200 * 1004) + 3, Take(link).Length);
    }

    [Fact]
    public void Stopped_FramesLeaveAtOnce()
    {
        using var link = Start();
        link.Services.FanOut.Dispose();
        Enqueue(link, "a", AudienceSize.Crowd);
        Assert.Equal(Texts(["a"]), Take(link));
    }

    [Fact]
    public void WithoutShards_FramesLeaveAtOnce()
    {
        using var link = new MemoryLink(static options => options.FanOutShards = 0);
        link.Start(new ReplyHandler(link.Connection));
        Enqueue(link, "a", AudienceSize.Crowd);
        Assert.Equal(Texts(["a"]), Take(link));
    }

    [Fact]
    public void Gathering_AllocatesNothing()
    {
        using var link = Start();
        var frame = SharedFrame.CreateText(new byte[300]);
        GatherAndSend(link, frame, times: 500);

        // On the publisher's thread, which rents what the shard's gives back. What sending allocates is the sink's.
        Assert.Equal(0, GatherAndSend(link, frame, times: 1000));
        frame.Release();
    }

    private static long GatherAndSend(MemoryLink link, SharedFrame frame, int times)
    {
        var allocated = 0L;
        for (var time = 0; time < times; time++)
        {
            using (new TurnsHeld(link))
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var number = 0; number < 20; number++)
                {
                    Assert.True(link.Connection.TryEnqueue(frame, AudienceSize.Crowd));
                }

                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            }

            for (var left = 20 * 304L; left > 0;)
            {
                left -= link.Drain();
            }
        }

        return allocated;
    }

    [Fact]
    public async Task PublishersRepliesAndTurns_KeepTheOrderOfEach()
    {
        const int frames = 20_000;
        using var link = Start(pauseBytes: 16 * 1024);
        var publishers = new[] { AudienceSize.Crowd, AudienceSize.Room, AudienceSize.Few }.Select((audience, publisher) => Task.Run(() =>
        {
            for (var number = 0; number < frames; number++)
            {
                Enqueue(link, $"{publisher}{number:00000}", audience);
            }
        })).ToArray();
        var last = new int[publishers.Length];
        var received = new ArrayBufferWriter<byte>();
        for (var left = publishers.Length * frames; left > 0;)
        {
            link.Drain(bytes =>
            {
                foreach (var segment in bytes)
                {
                    received.Write(segment.Span);
                }
            });
            var whole = received.WrittenCount - (received.WrittenCount % 8);
            for (var at = 0; at < whole; at += 8, left--)
            {
                var text = Encoding.ASCII.GetString(received.WrittenSpan.Slice(at + 2, 6));
                Assert.Equal(last[text[0] - '0']++, int.Parse(text[1..], null));
            }

            var rest = received.WrittenSpan[whole..].ToArray();
            received.ResetWrittenCount();
            received.Write(rest);
        }

        await Task.WhenAll(publishers);
    }

    private static MemoryLink Start(Action<MemoryLink, ScriptedHandler, string>? message = null, long pauseBytes = 64 * 1024)
    {
        var link = new MemoryLink(static options => options.FanOutShards = 1, pauseBytes);
        var handler = new ScriptedHandler(link.Connection);
        handler.Message = (self, text) =>
        {
            message?.Invoke(link, self, text);
            return ValueTask.CompletedTask;
        };
        link.Start(handler);
        return link;
    }

    private static void Enqueue(MemoryLink link, string text, AudienceSize audience)
    {
        var frame = SharedFrame.CreateText(Encoding.ASCII.GetBytes(text));
        Assert.True(link.Connection.TryEnqueue(frame, audience));
        frame.Release();
    }

    private static byte[] Take(MemoryLink link)
    {
        var taken = new List<byte>();
        link.Drain(bytes => taken.AddRange(bytes.ToArray()));
        return [.. taken];
    }

    private static byte[] WaitForOutput(MemoryLink link, int length)
    {
        var taken = new List<byte>();
        while (taken.Count < length)
        {
            link.Drain(bytes => taken.AddRange(bytes.ToArray()));
            Thread.Yield();
        }

        return [.. taken];
    }

    private static byte[] Texts(IEnumerable<string> texts) =>
        [.. texts.SelectMany(static text => (byte[])[0x81, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)])];
}
