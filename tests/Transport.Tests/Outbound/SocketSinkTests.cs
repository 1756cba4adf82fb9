using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.KeepAlive;
using Venueless.Fast.Transport.Outbound;

namespace Venueless.Fast.Transport.Tests.Outbound;

/// <summary>A queue over one end of a real TCP connection.</summary>
public sealed class SocketSinkTests : IOutboundOwner, IDisposable
{
    private const int FrameBytes = 1004;

    private readonly long _framesBefore = FramePool.Outstanding;
    private readonly TickRegistry _clock = new(new FakeTimeProvider(), NullLogger.Instance);
    private readonly Pipe _output = new();
    private readonly TaskCompletionSource<CloseReason> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Socket _server;
    private readonly Socket _client;
    private readonly OutboundQueue _queue;

    public SocketSinkTests()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        _client.Connect(listener.LocalEndPoint!);
        _server = listener.Accept();
        _server.SendBufferSize = 4096;
        _server.NoDelay = true;
        _queue = new OutboundQueue(new SocketSink(_server, _output.Writer), this, _clock, maxQueuedBytes: 64 * 1024 * 1024);
    }

    void IOutboundOwner.OnOutboundFailed(CloseReason reason)
    {
        _queue.Abort(reason);
        _failed.TrySetResult(reason);
    }

    public void Dispose()
    {
        _queue.Abort(CloseReason.Normal);
        _server.Dispose();
        _client.Dispose();
        _clock.Dispose();
        Assert.Equal(_framesBefore, FramePool.Outstanding);
    }

    [Fact]
    public async Task Frames_OfManyThreads_ArriveWholeAndInTheOrderOfEach()
    {
        const int threads = 4;
        const int frames = 5000;
        _queue.Open("hello"u8);

        // The kernel holds far less than what is sent, so that sends are cut at any byte while others are being made.
        var sending = Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            for (var number = 0; number < frames; number++)
            {
                Enqueue(thread, number);
            }
        }));
        var receiving = Task.Run(() =>
        {
            Assert.Equal("hello"u8.ToArray(), Receive(5));
            var next = new int[threads];
            for (var count = 0; count < threads * frames; count++)
            {
                var (thread, number) = ReceiveNumbered();
                Assert.Equal(next[thread]++, number);
            }
        });
        await Task.WhenAll([.. sending, receiving]).WaitAsync(WireClient.DefaultTimeout);

        Assert.False(_failed.Task.IsCompleted);
        Assert.Equal(0, _queue.QueuedBytes);
    }

    [Fact]
    public async Task Receiver_ThatHasCaughtUp_IsSentToDirectlyAgain()
    {
        _queue.Open([]);
        var sent = 0;
        while (_queue.State == OutboundState.Direct)
        {
            Enqueue(0, sent++);
        }

        Assert.True(_queue.IsStalled(_clock.Now, 0));
        await Task.Run(() =>
        {
            for (var number = 0; number < sent; number++)
            {
                Assert.Equal((0, number), ReceiveNumbered());
            }
        }).WaitAsync(WireClient.DefaultTimeout);
        Assert.True(SpinWait.SpinUntil(() => _queue.State == OutboundState.Direct, WireClient.DefaultTimeout));

        Enqueue(0, sent);
        Assert.Equal((0, sent), ReceiveNumbered());
    }

    [Fact]
    public void Cork_HoldsFramesBackUntilTheUncork()
    {
        _queue.Open([]);
        _queue.Cork();
        Enqueue(0, 0);
        Enqueue(0, 1);
        Assert.Equal(0, _client.Available);

        _queue.Uncork();
        Assert.Equal((0, 0), ReceiveNumbered());
        Assert.Equal((0, 1), ReceiveNumbered());
    }

    [Fact]
    public void TryEnqueue_WhenTheKernelTakesIt_AllocatesNothing()
    {
        _queue.Open([]);
        var frame = SharedFrame.CreateText(new byte[300]);
        var received = new byte[frame.Length];
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 500; i++)
            {
                Exchange();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        frame.Release();
        Assert.Equal(0, least);

        void Exchange()
        {
            if (!_queue.TryEnqueue(frame))
            {
                throw new InvalidOperationException("Refused.");
            }

            for (var count = 0; count < received.Length;)
            {
                count += _client.Receive(received.AsSpan(count));
            }
        }
    }

    [Fact]
    public async Task Close_BehindABacklog_SendsEverythingAndEndsTheSendingSideOnly()
    {
        _queue.Open([]);
        var sent = 0;
        while (_queue.QueuedBytes < 100 * FrameBytes)
        {
            Enqueue(0, sent++);
        }

        Assert.True(_queue.Close(CloseReason.Normal, SharedFrame.CreateControl(FrameHeader.Close, [0x03, 0xE8])));
        Assert.False(TryEnqueue(0, sent));
        await Task.Run(() =>
        {
            for (var number = 0; number < sent; number++)
            {
                Assert.Equal((0, number), ReceiveNumbered());
            }

            Assert.Equal([0x88, 2, 0x03, 0xE8], Receive(4));
            Assert.Equal(0, _client.Receive(new byte[1]));
        }).WaitAsync(WireClient.DefaultTimeout);
        await _queue.WhenDrainedAsync().WaitAsync(WireClient.DefaultTimeout);

        _client.Send([1, 2, 3]);
        _server.Blocking = true;
        Assert.Equal(3, _server.Receive(new byte[3]));
    }

    [Fact]
    public async Task Peer_ThatResets_IsDisconnected()
    {
        _queue.Open([]);
        while (_queue.State == OutboundState.Direct)
        {
            Enqueue(0, 0);
        }

        _client.LingerState = new LingerOption(true, 0);
        _client.Close();

        Assert.Equal(CloseReason.Disconnected, await _failed.Task.WaitAsync(WireClient.DefaultTimeout));
    }

    [Fact]
    public async Task Socket_ThatItsOwnerHasDisposed_IsDisconnected()
    {
        _queue.Open([]);
        _server.Dispose();

        Assert.False(TryEnqueue(0, 0));
        Assert.Equal(CloseReason.Disconnected, await _failed.Task.WaitAsync(WireClient.DefaultTimeout));
    }

    // Publishers go on while the connection is aborted, given back and its socket disposed, at any moment of a send that may be waiting for room.
    [Fact]
    public async Task Ends_InTheMiddleOfSends_HurtNobody()
    {
        for (var round = 0; round < 100; round++)
        {
            using var test = new SocketSinkTests();
            test._queue.Open([]);
            var publishers = Enumerable.Range(0, 3).Select(thread => Task.Run(() =>
            {
                for (var number = 0; test.TryEnqueue(thread, number); number++)
                {
                }
            })).ToArray();
            var reader = Task.Run(() => test.ReceiveUntilTheEnd(round * 1000));
            await Task.Yield();
            switch (round % 3)
            {
                case 0:
                    test._queue.Abort(CloseReason.SlowConsumer);
                    test._server.Dispose();
                    break;
                case 1:
                    test._server.Dispose();
                    break;
                default:
                    test._queue.Close(CloseReason.Normal, SharedFrame.CreateControl(FrameHeader.Close, [0x03, 0xE8]));
                    test._queue.Complete();
                    test._server.Dispose();
                    break;
            }

            await Task.WhenAll(publishers).WaitAsync(WireClient.DefaultTimeout);
            test._client.Dispose();
            await reader.WaitAsync(WireClient.DefaultTimeout);
        }
    }

    private void Enqueue(int thread, int number) => Assert.True(TryEnqueue(thread, number));

    private bool TryEnqueue(int thread, int number)
    {
        var payload = new byte[FrameBytes - 4];
        BinaryPrimitives.WriteInt32BigEndian(payload, thread);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(4), number);
        payload.AsSpan(8).Fill((byte)(number * 7));
        var frame = SharedFrame.CreateBinary(payload);
        var isTaken = _queue.TryEnqueue(frame);
        frame.Release();
        return isTaken;
    }

    private (int Thread, int Number) ReceiveNumbered()
    {
        var frame = Receive(FrameBytes);
        Assert.Equal([0x82, 126], frame[..2]);
        var number = BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(8));
        Assert.Equal(-1, frame.AsSpan(12).IndexOfAnyExcept((byte)(number * 7)));
        return (BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(4)), number);
    }

    private byte[] Receive(int count)
    {
        var bytes = new byte[count];
        for (var received = 0; received < count;)
        {
            var now = _client.Receive(bytes.AsSpan(received));
            Assert.True(now > 0, "The stream ended.");
            received += now;
        }

        return bytes;
    }

    private void ReceiveUntilTheEnd(int atMost)
    {
        var bytes = new byte[500];
        try
        {
            for (var received = 0; received <= atMost;)
            {
                var now = _client.Receive(bytes);
                if (now == 0)
                {
                    return;
                }

                received += now;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The other end was cut.
        }
    }
}
