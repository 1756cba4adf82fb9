using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Transport.Outbound;

/// <summary>The shards of a server and what holds them. Thread-safe.</summary>
internal sealed class FanOut : IFanOut, IDisposable
{
    private readonly FanOutShard[] _shards;
    private int _holds;
    private volatile bool _isStopped;

    /// <param name="shards">0: none, every frame leaves on the thread that queues it.</param>
    public FanOut(int shards)
    {
        _shards = new FanOutShard[shards];
        for (var number = 0; number < shards; number++)
        {
            _shards[number] = new FanOutShard(this, number);
        }
    }

    /// <summary>How long a hold is obeyed: longer than the publishing of a usual batch of writes takes, and nothing that anybody notices. Tests set it.</summary>
    public TimeSpan LongestHold { get; set; } = TimeSpan.FromMilliseconds(5);

    public bool IsHeld => Volatile.Read(ref _holds) > 0;

    public bool IsStopped => _isStopped;

    /// <summary>The shard of a connection; null: there are none.</summary>
    public FanOutShard? ShardOf(long connection) => _shards.Length == 0 ? null : _shards[connection % _shards.Length];

    /// <inheritdoc/>
    public void Hold() => Interlocked.Increment(ref _holds);

    /// <inheritdoc/>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holds) == 0)
        {
            WakeAll();
        }
    }

    /// <summary>What is queued already is still sent; later frames leave on the thread that queues them.</summary>
    public void Dispose()
    {
        _isStopped = true;
        WakeAll();
    }

    private void WakeAll()
    {
        foreach (var shard in _shards)
        {
            shard.WakeIfNeeded();
        }
    }
}
