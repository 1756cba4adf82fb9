using System.Diagnostics;
using StackExchange.Redis;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;

namespace Venueless.Fast.Storage.Redis.Broker;

// Sending and receiving.
internal sealed partial class WorldLink
{
    // Longer than a node that has lost its last connection takes to say so.
    private static readonly TimeSpan PeerMemory = TimeSpan.FromMinutes(1);

    // All under _lock: own messages that have not come back yet; the last number of every other node that was heard.
    private readonly Queue<SentMessage> _sent = new();
    private readonly Dictionary<Guid, long> _lastNumbers = [];

    // Under _lock. The greeting is the first message since the link was cut, 0 before: any own message from it on that comes back proves the subscription.
    private long _number;
    private long _greeting;
    private bool _hasPeers;
    private bool _owesGreeting;
    private Task _lastPublish = Task.CompletedTask;

    // Under _lock: whether a message of another node is being carried out, when the last one was, and when one last came.
    private bool _isHandling;
    private long _handledAt;
    private long _heardAt;

    /// <summary>See <see cref="IBroker.Publish(WorldId, PushList)"/>.</summary>
    public void Publish(Push[] pushes)
    {
        lock (_lock)
        {
            // Nobody is connected here and the link is not wanted: the other nodes are told all the same.
            SendLocked(pushes);
            if (_isUp)
            {
                _sent.Enqueue(new SentMessage(_number, pushes, Stopwatch.GetTimestamp()));
            }
            else
            {
                Deliver(pushes);
            }
        }
    }

    /// <summary>See <see cref="IBroker.FlushAsync"/>.</summary>
    public async ValueTask FlushAsync()
    {
        Task last;
        lock (_lock)
        {
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
        _lastPublish = PublishAsync(_number, message.Written.ToArray());
    }

    // Begins under the lock and goes on without.
    private async Task PublishAsync(long number, byte[] message)
    {
        try
        {
            var receivers = await _services.Subscriber.PublishAsync(_channel, message);
            lock (_lock)
            {
                _owesGreeting = false;
                NoteReceiversLocked(number, receivers);
            }
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            lock (_lock)
            {
                _owesGreeting = true;
                CutLocked(exception.Message);
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
        else if (!_isUp || _greeting == 0 || number < _greeting)
        {
            // From before the link was mended: says nothing about now.
        }
        else if (receivers == 1)
        {
            // This node alone. A node without connections publishes without listening, so one that was heard lately may still be there.
            _hasPeers &= Stopwatch.GetElapsedTime(_heardAt) < PeerMemory;
            _mayHaveMissed = false;
        }
        else
        {
            CutLocked("nobody listens");
        }
    }

    private Task ReceiveAsync(RedisValue message)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = message;
            var reader = new NodeMessageReader(bytes.Span);
            var (sender, number) = NodeMessage.ReadHead(ref reader);
            if (sender != _services.Node)
            {
                NoteNumber(sender, number);
                var handling = _services.Inbox.ReceiveAsync(_world, reader.Rest);
                return handling.IsCompletedSuccessfully ? Task.CompletedTask : HandleAsync(handling);
            }

            lock (_lock)
            {
                DeliverUpToLocked(number);
            }
        }
        catch (FormatException exception)
        {
            StorageLog.BrokerMessageRefused(_services.Logger, _world.Value, exception.Message);
        }

        return Task.CompletedTask;
    }

    private async Task HandleAsync(ValueTask handling)
    {
        lock (_lock)
        {
            _isHandling = true;
        }

        await handling;
        lock (_lock)
        {
            _isHandling = false;
            _handledAt = Stopwatch.GetTimestamp();
        }
    }

    // Redis keeps the order of a connection: what was sent before this and has not come back will not come any more.
    private void DeliverUpToLocked(long number)
    {
        while (_sent.TryPeek(out var sent) && sent.Number <= number)
        {
            _sent.Dequeue();
            Deliver(sent.Pushes);
        }

        if (!_isUp && _greeting != 0 && number >= _greeting)
        {
            UpLocked();
        }
    }

    private void NoteNumber(Guid sender, long number)
    {
        lock (_lock)
        {
            _hasPeers = true;
            _heardAt = Stopwatch.GetTimestamp();
            var isGap = _lastNumbers.TryGetValue(sender, out var last) && number > last + 1;
            _lastNumbers[sender] = number;
            _mayHaveMissed |= isGap;
            ResynchronizeLockedIf(_isUp);
        }
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
