using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Messaging.Nodes;

/// <summary>Does what messages of other nodes say: delivers their broadcasts and obeys their signals, in their order. Thread-safe.</summary>
public sealed class NodeInbox
{
    private readonly TopicRegistry _topics;
    private readonly ILogger _logger;
    private readonly Dictionary<BroadcastKind, IBroadcastDecoder> _decoders = [];
    private readonly Dictionary<SignalKind, ISignalHandler> _handlers = [];

    public NodeInbox(TopicRegistry topics, IEnumerable<IBroadcastDecoder> decoders, IEnumerable<ISignalHandler> handlers, ILogger<NodeInbox> logger)
    {
        _topics = topics;
        _logger = logger;
        foreach (var decoder in decoders)
        {
            _decoders.Add(decoder.Kind, decoder);
        }

        foreach (var handler in handlers)
        {
            _handlers.Add(handler.Kind, handler);
        }
    }

    /// <summary>Completes when the next message of the world may follow. Never throws.</summary>
    /// <param name="pushes">What follows the head; borrowed until the call returns.</param>
    /// <param name="epoch">For <paramref name="isCurrent"/>.</param>
    /// <param name="isCurrent">False: what is left of the message is for nobody any more. Asked again whenever a signal may have taken time.</param>
    public ValueTask ReceiveAsync(WorldId world, ReadOnlySpan<byte> pushes, int epoch, Func<int, bool> isCurrent)
    {
        List<Push>? rest = null;
        try
        {
            var reader = new NodeMessageReader(pushes);
            while (TryRead(world, ref reader, out var push))
            {
                // Nothing overtakes a signal.
                if (rest is null && push.Signal is null)
                {
                    Deliver(world, push);
                }
                else
                {
                    (rest ??= []).Add(push);
                }
            }
        }
        catch (Exception exception)
        {
            Log.NodeMessageFailed(_logger, world.Value, exception);
        }

        return rest is null ? ValueTask.CompletedTask : ReceiveAsync(world, rest, epoch, isCurrent);
    }

    // What cannot be read here costs nobody the rest of the message, which may be of many commands.
    private bool TryRead(WorldId world, ref NodeMessageReader reader, out Push push)
    {
        while (true)
        {
            try
            {
                return NodeMessage.TryReadPush(ref reader, _topics, _decoders, out push);
            }
            catch (UnreadablePushException exception)
            {
                Log.NodeMessageFailed(_logger, world.Value, exception);
            }
        }
    }

    private async ValueTask ReceiveAsync(WorldId world, List<Push> pushes, int epoch, Func<int, bool> isCurrent)
    {
        foreach (var push in pushes)
        {
            if (!isCurrent(epoch))
            {
                push.Broadcast?.Dispose();
            }
            else if (push.Signal is { } signal)
            {
                await ObeyAsync(world, signal);
            }
            else
            {
                Deliver(world, push);
            }
        }
    }

    private async ValueTask ObeyAsync(WorldId world, Signal signal)
    {
        try
        {
            if (_handlers.TryGetValue(signal.Kind, out var handler))
            {
                await handler.HandleAsync(world, signal.Body);
            }
        }
        catch (Exception exception)
        {
            Log.NodeMessageFailed(_logger, world.Value, exception);
        }
    }

    // One receiver's trouble is not the next push's.
    private void Deliver(WorldId world, in Push push)
    {
        try
        {
            push.DeliverAndDispose(_topics);
        }
        catch (Exception exception)
        {
            Log.NodeMessageFailed(_logger, world.Value, exception);
        }
    }
}
