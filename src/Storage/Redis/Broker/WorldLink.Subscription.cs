using StackExchange.Redis;

namespace Venueless.Fast.Storage.Redis.Broker;

// Subscribing while somebody of the world is connected here.
internal sealed partial class WorldLink
{
    // Subscribing and unsubscribing follow each other.
    private readonly SemaphoreSlim _turn = new(1, 1);

    // Under _turn.
    private ChannelMessageQueue? _subscription;

    // Under _lock, changed under _turn as well: counts the subscriptions that were given up on purpose. What one of them has left behind is neither counted nor delivered.
    private int _epoch;

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
                int epoch;
                lock (_lock)
                {
                    epoch = _epoch;
                }

                _subscription.OnMessage(message => ReceiveAsync(epoch, message.Message));
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
            // The check tries again; whoever comes meanwhile hears only this node.
            Lose(exception.Message);
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
            lock (_lock)
            {
                // Redis has confirmed the subscription and is slow: whoever goes on now misses nothing.
                if (!_isUp && !_isMending)
                {
                    CutLocked("no answer", isLoss: false);
                }
            }
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

                CutLocked(null, isLoss: true);
                _epoch++;
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
