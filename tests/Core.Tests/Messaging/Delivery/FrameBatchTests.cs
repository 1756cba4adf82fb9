using System.Text;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Delivery;

namespace Venueless.Fast.Core.Tests.Messaging.Delivery;

[Collection(nameof(FramePool))]
public sealed class FrameBatchTests : IDisposable
{
    private readonly long _framesBefore = FramePool.Outstanding;
    private readonly FrameBatch _batch = new();

    public void Dispose()
    {
        _batch.Forget();
        Assert.Equal(_framesBefore, FramePool.Outstanding);
    }

    [Fact]
    public void Join_IsAllFramesInTheirOrder()
    {
        var frames = Enumerable.Range(0, 40).Select(static number => Frame($"{number:000}")).ToList();
        for (var count = 1; count <= frames.Count; count++)
        {
            _batch.Clear();
            frames[..count].ForEach(_batch.Add);
            byte[] expected = [.. frames[..count].SelectMany(static frame => frame.Bytes.ToArray())];
            Assert.Equal(expected, _batch.Join());
            Assert.Equal(expected, _batch.Join());
            Assert.Equal(5 * count, _batch.Length);
        }

        frames.ForEach(static frame => frame.Release());
    }

    [Fact]
    public void Join_WhenAFrameWasGivenBackAndBecameAnother_IsTheNewOne()
    {
        for (var number = 0; number < 20; number++)
        {
            var (first, second) = (Frame($"a{number}"), Frame($"b{number}"));
            _batch.Clear();
            _batch.Add(first);
            _batch.Add(second);
            Assert.Equal([.. first.Bytes, .. second.Bytes], _batch.Join());
            first.Release();
            second.Release();
        }
    }

    [Fact]
    public void CountDelivery_IsCountedOnceForItsWorldAndAudience_WhateverElseHappens()
    {
        var (first, second) = (new WorldMeter(new WorldId("first"), 1), new WorldMeter(new WorldId("second"), 1));
        _batch.CountDelivery(first, TopicKind.Channel);
        _batch.Clear();
        _batch.CountDelivery(first, TopicKind.Channel);
        _batch.CountDelivery(first, TopicKind.User);
        _batch.CountDelivery(second, TopicKind.User);
        _batch.Forget();
        _batch.Forget();
        _batch.CountDelivery(first, TopicKind.Channel);
        _batch.Forget();

        Assert.Equal([3, 1, 1], [first.Deliveries(TopicKind.Channel), first.Deliveries(TopicKind.User), second.Deliveries(TopicKind.User)]);
    }

    [Fact]
    public void Exchange_TakesThePlace()
    {
        var (plain, other) = (Frame("plain"), Frame("other"));
        _batch.Add(plain);
        _batch.Add(plain);
        _batch.Exchange(1, other);
        Assert.Equal([.. plain.Bytes, .. other.Bytes], _batch.Join());
        plain.Release();
        other.Release();
    }

    private static SharedFrame Frame(string text) => SharedFrame.CreateText(Encoding.ASCII.GetBytes(text));
}
