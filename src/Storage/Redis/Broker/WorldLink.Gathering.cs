using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Storage.Redis.Broker;

// Pushes that share messages.
internal sealed partial class WorldLink
{
    // Keeps a message, and how long the other nodes work on it, small.
    internal const int MaxGathered = 128;

    // Under _lock, empty unless the link is up: what goes out as one message when the pool comes to it. A lone push goes at once; in a storm, when the pool is busy,
    // whoever is about to publish goes along. Redis and every node then have one message to handle for dozens of pushes.
    private readonly List<Push> _gathered = [];

    /// <summary>See <see cref="IBroker.Publish(WorldId, PushList)"/>.</summary>
    public void Publish(Push[] pushes)
    {
        lock (_lock)
        {
            if (!_isUp)
            {
                // Nobody is connected here and the link is not wanted: the other nodes are told all the same.
                SendLocked(pushes);
                DeliverAheadLocked(pushes);
                return;
            }

            var isAwaited = _gathered.Count > 0;
            _gathered.AddRange(pushes);
            if (_gathered.Count >= MaxGathered || (!isAwaited && !_services.Options.IsPoolBusy()))
            {
                SendGatheredLocked();
            }
            else if (!isAwaited)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static link => link.SendGathered(), this, preferLocal: false);
            }
        }
    }

    private void SendGathered()
    {
        lock (_lock)
        {
            SendGatheredLocked();
        }
    }

    private void SendGatheredLocked()
    {
        if (_gathered.Count == 0)
        {
            return;
        }

        var pushes = _gathered.ToArray();
        _gathered.Clear();
        var isSent = TrySendLocked(pushes);

        // The attempt itself may have cut the link.
        if (_isUp && isSent)
        {
            _sent.Enqueue(new SentMessage(_number, pushes));
        }
        else
        {
            DeliverAheadLocked(pushes);
        }
    }

    // Pushes of many commands: one that cannot be encoded is nobody else's trouble here. The other nodes notice the number that is missing.
    private bool TrySendLocked(Push[] pushes)
    {
        try
        {
            SendLocked(pushes);
            return true;
        }
        catch (Exception exception)
        {
            StorageLog.DeliveryFailed(_services.Logger, _world.Value, exception);
            _owesGreeting = true;
            return false;
        }
    }
}
