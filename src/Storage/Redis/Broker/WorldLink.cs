using System.Diagnostics;
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
/// <para>Whoever misses a message notices: messages of a node count up. Then, and whenever the link was down while there were other nodes, the clients of the world
/// have to come back (connection.md section 13).</para>
/// <para>Lock order: link, then topic (docs/locks.md). Own messages are delivered under the link's lock, which is what keeps them in their order.</para>
/// </remarks>
internal sealed partial class WorldLink(WorldId world, RedisChannel channel, WorldLinkServices services) : IAsyncDisposable
{
    private readonly WorldId _world = world;
    private readonly RedisChannel _channel = channel;
    private readonly WorldLinkServices _services = services;

    // Subscribing and unsubscribing follow each other.
    private readonly SemaphoreSlim _turn = new(1, 1);

    private readonly Lock _lock = new();

    // All under _lock: connections of the world on this node; whether messages come through; whether they once did not and may have been missed.
    private int _users;
    private bool _isUp;
    private bool _isMending;
    private bool _mayHaveMissed;
    private TaskCompletionSource _up = NewSignal();

    // Under _lock: the client library subscribes again by itself whenever it reconnects.
    private bool _isSubscribed;

    // Under _turn.
    private ChannelMessageQueue? _subscription;

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
    public void Cut(string reason)
    {
        lock (_lock)
        {
            CutLocked(reason);
        }
    }

    /// <summary>Once a second, and when the connection is back: greets while the link is down, and notices a subscription that has died silently.</summary>
    public void Check()
    {
        lock (_lock)
        {
            // While a message of another node is carried out, everything behind it waits: that is not Redis' silence.
            if (_isUp && !_isHandling && _sent.TryPeek(out var oldest)
                && Stopwatch.GetElapsedTime(Math.Max(oldest.SentAt, _handledAt)) > _services.Options.OperationTimeout)
            {
                CutLocked("silence");
            }

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
        await UnsubscribeAsync();
        _turn.Dispose();
    }

    /// <param name="reason">For the log, which is told once; null: on purpose.</param>
    private void CutLocked(string? reason)
    {
        if (reason is not null && !_isMending)
        {
            StorageLog.BrokerCut(_services.Logger, _world.Value, reason);
        }

        if (_isUp)
        {
            _isUp = false;
            _up = NewSignal();
        }

        _isMending = true;
        _mayHaveMissed = true;
        _greeting = 0;
        _lastNumbers.Clear();
        while (_sent.TryDequeue(out var sent))
        {
            Deliver(sent.Pushes);
        }

        // Nobody of the world is here who could miss anything; the first to come subscribes.
        _isMending &= _users > 0;
        _mayHaveMissed &= _users > 0;
    }

    private void UpLocked()
    {
        _isUp = true;
        _isMending = false;
        _up.TrySetResult();
        ResynchronizeLockedIf(_hasPeers);
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

    /// <param name="isMending">False: for a connection, which does not wait once the link is being mended.</param>
    private async ValueTask SubscribeAsync(bool isMending = false)
    {
        Task up;
        await _turn.WaitAsync();
        try
        {
            lock (_lock)
            {
                if (_isUp || _users == 0 || (_isMending && !isMending))
                {
                    return;
                }
            }

            if (_subscription is null)
            {
                _subscription = await SubscribeToChannelAsync();
                _subscription.OnMessage(message => ReceiveAsync(message.Message));
            }

            lock (_lock)
            {
                _isSubscribed = true;
                if (!_isUp && _greeting == 0)
                {
                    GreetLocked();
                }

                up = _up.Task;
            }
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            // The next connection tries again.
            Cut(exception.Message);
            return;
        }
        finally
        {
            _turn.Release();
        }

        try
        {
            await up.WaitAsync(_services.Options.OperationTimeout);
        }
        catch (TimeoutException)
        {
            Cut("no answer");
        }
    }

    private async Task<ChannelMessageQueue> SubscribeToChannelAsync()
    {
        try
        {
            return await _services.Subscriber.SubscribeAsync(_channel);
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            // The client library keeps the queue of an attempt that failed, fills it once it is connected, and nobody would ever read it.
            try
            {
                await _services.Subscriber.UnsubscribeAsync(_channel);
            }
            catch (Exception again) when (RedisErrors.IsUnavailable(again))
            {
                // The queue is gone; that the server could not be told does not matter, it was never told of the subscription.
            }

            throw;
        }
    }

    private async Task UnsubscribeAsync()
    {
        await _turn.WaitAsync();
        try
        {
            lock (_lock)
            {
                if (_users > 0)
                {
                    return;
                }

                CutLocked(null);
                _hasPeers = false;
                _isSubscribed = false;
            }

            if (_subscription is not null)
            {
                _subscription = null;
                await _services.Subscriber.UnsubscribeAsync(_channel);
            }
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            // The subscription ends with the connection.
        }
        finally
        {
            _turn.Release();
        }
    }
}
