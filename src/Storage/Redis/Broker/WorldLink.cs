using StackExchange.Redis;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Storage.Redis.Broker;

/// <summary>
/// The messages of one world between this node and the others. Thread-safe.
/// </summary>
/// <remarks>
/// <para>The link is <em>up</em> from the moment its own greeting came back through the channel. While it is down the node delivers its own messages at once, still
/// tries to tell the others, and greets again every second.</para>
/// <para>The clients of the world have to come back (connection.md section 13) only for a reason: the subscription was lost while there were other nodes; a gap in the
/// numbers of another node, whose messages count up; or own messages were delivered before those of others that come first in Redis' order. A Redis, or a process,
/// that merely stood still is none.</para>
/// <para>A subscription that was given up on purpose, because nobody of the world is connected here any more, has no part in the next one: its last messages may still
/// wait to be handled when somebody comes again.</para>
/// <para>Lock order: link, then topic (docs/locks.md). Own messages are delivered under the link's lock, which is what keeps them in their order.</para>
/// </remarks>
internal sealed partial class WorldLink(WorldId world, RedisChannel channel, WorldLinkServices services) : IAsyncDisposable
{
    private readonly WorldId _world = world;
    private readonly RedisChannel _channel = channel;
    private readonly WorldLinkServices _services = services;

    private readonly Lock _lock = new();

    // All under _lock: connections of the world on this node; whether messages come through; whether they once did not; whether some may have been missed meanwhile, and
    // whether own ones were delivered before they came back.
    private int _users;
    private bool _isUp;
    private bool _isMending;
    private bool _mayHaveMissed;
    private bool _isAhead;
    private TaskCompletionSource _up = NewSignal();

    // Under _lock: the client library subscribes again by itself whenever it reconnects.
    private bool _isSubscribed;

    /// <summary>See <see cref="IBroker.JoinAsync"/>.</summary>
    public ValueTask JoinAsync()
    {
        lock (_lock)
        {
            _users++;
            if (_isUp || _isMending)
            {
                // Whoever comes while the link is mended comes back with all others.
                return ValueTask.CompletedTask;
            }
        }

        return SubscribeAsync();
    }

    /// <summary>See <see cref="IBroker.Leave"/>.</summary>
    public void Leave()
    {
        bool isLast;
        lock (_lock)
        {
            isLast = --_users == 0;
        }

        if (isLast)
        {
            _ = UnsubscribeAsync();
        }
    }

    /// <summary>The subscription was lost: what comes from other nodes is missed until it is back.</summary>
    public void Lose(string reason)
    {
        lock (_lock)
        {
            CutLocked(reason, isLoss: true);
        }
    }

    /// <summary>Once a second: notices silence, and mends the link.</summary>
    public void Check()
    {
        lock (_lock)
        {
            CheckSilenceLocked();
        }

        Mend();
    }

    /// <summary>Greets while the link is down, or tells the others what they have missed.</summary>
    public void Mend()
    {
        lock (_lock)
        {
            if (_isUp || _users == 0)
            {
                // A message that did not get through is noticed by its gap: the others must not wait for the next one.
                if (_owesGreeting)
                {
                    SendLocked([]);
                }

                return;
            }

            if (_isSubscribed)
            {
                GreetLocked();
                return;
            }
        }

        if (_turn.CurrentCount > 0)
        {
            _ = SubscribeAsync(isMending: true).AsTask();
        }
    }

    public async ValueTask DisposeAsync()
    {
        SendGathered();
        await UnsubscribeAsync();
        _turn.Dispose();
    }

    /// <param name="reason">For the log, which is told once; null: on purpose.</param>
    /// <param name="isLoss">False: the subscription is there as far as anybody knows, only nothing has come through it for long.</param>
    private void CutLocked(string? reason, bool isLoss)
    {
        if (reason is not null && !_isMending)
        {
            _services.Meter.NoteCut();
            StorageLog.BrokerCut(_services.Logger, _world.Value, reason);
        }

        // First, because an attempt to send that fails cuts again.
        _isMending = true;
        SendGatheredLocked();
        if (_isUp)
        {
            _isUp = false;
            _up = NewSignal();
        }

        _greeting = 0;
        _aloneAt = 0;
        if (isLoss)
        {
            _mayHaveMissed = true;
            _lastNumbers.Clear();
        }

        while (_sent.TryDequeue(out var sent))
        {
            DeliverAheadLocked(sent.Pushes);
        }

        // Nobody of the world is here who could miss anything; the first to come subscribes.
        _isMending &= _users > 0;
        _mayHaveMissed &= _users > 0;
        _isAhead &= _users > 0;
    }

    private void UpLocked(long number)
    {
        if (_isMending)
        {
            StorageLog.BrokerMended(_services.Logger, _world.Value);
        }

        _isUp = true;
        _isMending = false;
        _isAhead = false;
        _upNumber = number;
        _up.TrySetResult();
        ResynchronizeLockedIf(_hasPeers);
        if (_aloneAt >= number)
        {
            NoteAloneLocked();
        }
    }

    // Never twice for one gap.
    private void ResynchronizeLockedIf(bool hasPeers)
    {
        if (_mayHaveMissed && hasPeers)
        {
            _mayHaveMissed = false;
            _services.Resynchronizer.Resynchronize(_world);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
