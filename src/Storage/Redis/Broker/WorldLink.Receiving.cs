using System.Diagnostics;
using StackExchange.Redis;
using Venueless.Fast.Core.Messaging.Nodes;

namespace Venueless.Fast.Storage.Redis.Broker;

// Receiving, and what shows that something is missing.
internal sealed partial class WorldLink
{
    // All under _lock: the last number of every other node that was heard; timestamp of the last message of any; how long nothing has come at all.
    private readonly Dictionary<Guid, long> _lastNumbers = [];
    private readonly Silence _silence = new();
    private long _heardAt;
    private Func<int, bool>? _isCurrent;

    private Task ReceiveAsync(int epoch, RedisValue message)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = message;
            var reader = new NodeMessageReader(bytes.Span);
            var (sender, number) = NodeMessage.ReadHead(ref reader);
            lock (_lock)
            {
                if (epoch != _epoch)
                {
                    return Task.CompletedTask;
                }

                _silence.NoteMessage();
                if (sender == _services.Node)
                {
                    DeliverUpToLocked(number);
                    return Task.CompletedTask;
                }

                NoteNumberLocked(sender, number, hasPushes: !reader.IsAtEnd);
            }

            var handling = _services.Inbox.ReceiveAsync(_world, reader.Rest, epoch, _isCurrent ??= IsCurrent);
            return handling.IsCompletedSuccessfully ? Task.CompletedTask : HandleAsync(handling);
        }
        catch (FormatException exception)
        {
            StorageLog.BrokerMessageRefused(_services.Logger, _world.Value, exception.Message);
        }

        return Task.CompletedTask;
    }

    private bool IsCurrent(int epoch)
    {
        lock (_lock)
        {
            return epoch == _epoch;
        }
    }

    // Everything behind it waits.
    private async Task HandleAsync(ValueTask handling)
    {
        lock (_lock)
        {
            _silence.BeginHandling();
        }

        await handling;
        lock (_lock)
        {
            _silence.EndHandling();
        }
    }

    private void CheckSilenceLocked()
    {
        var awaited = _isUp && _sent.TryPeek(out var oldest) ? oldest.Number : 0;
        if (_silence.Check(awaited) * _services.Options.RetryInterval >= _services.Options.OperationTimeout)
        {
            CutLocked("silence", isLoss: false);
        }
    }

    // Redis keeps the order of a connection: what was sent before this and has not come back will not come any more.
    private void DeliverUpToLocked(long number)
    {
        while (_sent.TryPeek(out var sent) && sent.Number <= number)
        {
            _sent.Dequeue();
            _services.Meter.NoteDelivered(sent.SentAt);
            Deliver(sent.Pushes);
        }

        if (!_isUp && _greeting != 0 && number >= _greeting)
        {
            UpLocked(number);
        }
    }

    private void NoteNumberLocked(Guid sender, long number, bool hasPushes)
    {
        _hasPeers = true;
        _heardAt = Stopwatch.GetTimestamp();
        if (_isMending && _mayHaveMissed)
        {
            // It may be from before the loss, and be followed by a gap that is known already.
            return;
        }

        // Before the link is up for the first time nobody counts on it.
        var isGap = _lastNumbers.TryGetValue(sender, out var last) && number > last + 1;
        _lastNumbers[sender] = number;
        if (isGap)
        {
            _services.Meter.NoteGap();
        }

        _mayHaveMissed |= (isGap && (_isUp || _isMending)) || (_isAhead && hasPushes);
        if (_isMending && _mayHaveMissed)
        {
            _lastNumbers.Clear();
        }

        ResynchronizeLockedIf(_isUp);
    }
}
