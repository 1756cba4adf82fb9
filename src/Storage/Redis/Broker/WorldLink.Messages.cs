using System.Diagnostics;
using StackExchange.Redis;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;

namespace Venueless.Fast.Storage.Redis.Broker;

// Sending, and who receives it.
internal sealed partial class WorldLink
{
    // Longer than a node that has lost its last connection takes to say so.
    private static readonly TimeSpan PeerMemory = TimeSpan.FromMinutes(1);

    // Under _lock: own messages that have not come back yet.
    private readonly Queue<SentMessage> _sent = new();

    // Under _lock. The greeting is the first message since the link was cut, 0 before: any own message from it on that comes back proves the subscription. Which one
    // did, and which one nobody else has received, for when it comes back.
    private long _number;
    private long _greeting;
    private long _upNumber;
    private long _aloneAt;
    private bool _hasPeers;
    private bool _owesGreeting;
    private Task _lastPublish = Task.CompletedTask;

    /// <summary>See <see cref="IBroker.FlushAsync"/>.</summary>
    public async ValueTask FlushAsync()
    {
        Task last;
        lock (_lock)
        {
            SendGatheredLocked();
            last = _lastPublish;
        }

#pragma warning disable VSTHRD003 // Our own task, which never fails and waits for nobody who waits for this.
        await last;
#pragma warning restore VSTHRD003
    }

    private void GreetLocked()
    {
        SendLocked([]);
        if (_greeting == 0)
        {
            _greeting = _number;
        }
    }

    // Under the lock, so that numbers and the connection have one order.
    private void SendLocked(Push[] pushes)
    {
        using var message = new NodeMessageWriter();
        NodeMessage.Write(message, _services.Node, ++_number, pushes);
        SendLocked(message);
    }

    /// <param name="message">With the last number.</param>
    private void SendLocked(NodeMessageWriter message) => _lastPublish = PublishAsync(_number, message.Written.ToArray());

    // Begins under the lock and goes on without.
    private async Task PublishAsync(long number, byte[] message)
    {
        var since = Stopwatch.GetTimestamp();
        try
        {
            var receivers = await _services.Subscriber.PublishAsync(_channel, message);
            _services.Meter.NotePublished(since);
            lock (_lock)
            {
                _owesGreeting = false;
                NoteReceiversLocked(number, receivers);
            }
        }
        catch (RedisTimeoutException)
        {
            // It may have got through all the same: then it comes back, and else silence or the next one shows it.
            lock (_lock)
            {
                _owesGreeting = true;
            }
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            lock (_lock)
            {
                _owesGreeting = true;
                CutLocked(exception.Message, isLoss: exception is not RedisServerException);
            }
        }
    }

    private void NoteReceiversLocked(long number, long receivers)
    {
        if (receivers > 1)
        {
            _hasPeers = true;
            ResynchronizeLockedIf(_isUp);
        }
        else if (_greeting == 0 || number < (_isUp ? _upNumber : _greeting))
        {
            // From before the link was mended: says nothing about now.
        }
        else if (!_isUp)
        {
            // This node or another one: it is this one if the message comes back.
            _aloneAt = receivers == 1 ? number : _aloneAt;
        }
        else if (receivers == 1)
        {
            NoteAloneLocked();
        }
        else
        {
            CutLocked("nobody listens", isLoss: true);
        }
    }

    private void NoteAloneLocked()
    {
        // A node without connections publishes without listening, so one that was heard lately may still be there.
        _hasPeers &= Stopwatch.GetElapsedTime(_heardAt) < PeerMemory;
        _mayHaveMissed = false;
    }

    private void DeliverAheadLocked(Push[] pushes)
    {
        _isAhead |= _isMending && pushes.Length > 0;
        Deliver(pushes);
    }

    private void Deliver(Push[] pushes)
    {
        foreach (var push in pushes)
        {
            try
            {
                push.DeliverAndDispose(_services.Topics);
            }
            catch (Exception exception)
            {
                // One receiver's trouble is not the next push's.
                StorageLog.DeliveryFailed(_services.Logger, _world.Value, exception);
            }
        }
    }
}
