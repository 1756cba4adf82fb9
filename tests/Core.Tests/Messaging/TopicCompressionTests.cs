using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Core.Tests.Sessions;

namespace Venueless.Fast.Core.Tests.Messaging;

/// <summary>The compressed form of a broadcast is made before the topic's lock, and only when somebody in the topic takes it.</summary>
public sealed class TopicCompressionTests
{
    private readonly SessionHarness _harness = new();
    private readonly TopicRegistry _topics = new();
    private readonly TopicKey _key = TopicKey.Version("test");

    [Fact]
    public void Deliver_WithoutReceiversThatTakeIt_DoesNotCompress()
    {
        Join(int.MaxValue);
        Assert.False(Deliver(5000));
        var leaving = Join(1024);
        Join(int.MaxValue);
        TopicRegistry.Unsubscribe(leaving);

        Assert.False(Deliver(5000));
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(5000, true)]
    public void Deliver_WithOneThatTakesIt_CompressesAboveTheThreshold(int bytes, bool isMade)
    {
        Join(int.MaxValue);
        Join(1024);
        Join(int.MaxValue);

        Assert.Equal(isMade, Deliver(bytes));
    }

    [Fact]
    public void Deliver_PreparesBeforeItTakesTheLock()
    {
        Join(1024);
        using var broadcast = new LockProbe(() =>
        {
            // Another thread gets the topic's lock meanwhile, or waits for ever.
            var joining = new Thread(() => TopicRegistry.Unsubscribe(Join(int.MaxValue)));
            joining.Start();
            return joining.Join(TimeSpan.FromSeconds(30));
        });

        Assert.Equal(1, _topics.Deliver(_key, broadcast));

        Assert.True(broadcast.WasFree);
        Assert.Equal(1024, broadcast.MinBytes);
    }

    private bool Deliver(int bytes)
    {
        var frame = SharedFrame.CreateText(new byte[bytes]);
        using var broadcast = new SingleFormBroadcast(frame);
        _topics.Deliver(_key, broadcast);
        return frame.HasCompressedForm;
    }

    private Subscription Join(int threshold) =>
        _topics.Subscribe(_key, new Session(_harness.Services, new RecordingConnection { Threshold = threshold }, new WorldId("test")));

    private sealed class LockProbe(Func<bool> tryLock) : LocalBroadcast
    {
        private readonly SharedFrame _frame = SharedFrame.CreateText("[\"x\",{}]"u8);

        public bool WasFree { get; private set; }

        public int MinBytes { get; private set; }

        public override SharedFrame? FrameFor(Session receiver) => _frame;

        public override void PrepareCompressed(int minBytes)
        {
            MinBytes = minBytes;
            WasFree = tryLock();
        }

        protected override void Release() => _frame.Release();
    }
}
