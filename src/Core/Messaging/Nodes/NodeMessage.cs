namespace Venueless.Fast.Core.Messaging.Nodes;

/// <summary>The frame of every message between nodes: format, sender, the sender's number for the world, then the pushes.</summary>
public static class NodeMessage
{
    // Raised when older nodes cannot read what newer ones write.
    private const byte Format = 1;

    private const byte BroadcastPart = 0;
    private const byte SignalPart = 1;

    /// <summary>Encodes a message; without pushes it only says that its sender is there.</summary>
    /// <param name="number">The sender's messages to one world count up by one.</param>
    public static void Write(NodeMessageWriter to, Guid sender, long number, ReadOnlySpan<Push> pushes)
    {
        WriteHead(to, sender, number);
        WritePushes(to, pushes);
    }

    /// <summary>The part before the pushes.</summary>
    /// <inheritdoc cref="Write"/>
    public static void WriteHead(NodeMessageWriter to, Guid sender, long number)
    {
        to.WriteByte(Format);
        to.WriteGuid(sender);
        to.WriteInt64(number);
    }

    /// <summary>Further pushes of a message, behind its head and the pushes before.</summary>
    public static void WritePushes(NodeMessageWriter to, ReadOnlySpan<Push> pushes)
    {
        foreach (var push in pushes)
        {
            if (push.Signal is { } signal)
            {
                to.WriteByte(SignalPart);
                to.WriteByte((byte)signal.Kind);
                to.WriteBytes(signal.Body.Span);
            }
            else
            {
                WriteBroadcast(to, push);
            }
        }
    }

    /// <summary>Throws <see cref="FormatException"/>, also for a node of another version that nobody here can read.</summary>
    public static (Guid Sender, long Number) ReadHead(ref NodeMessageReader from)
    {
        var format = from.ReadByte();
        return format == Format
            ? (from.ReadGuid(), from.ReadInt64())
            : throw new FormatException($"A message of format {format}; this node reads {Format}.");
    }

    /// <summary>The next push after the head. Broadcasts nobody here would get are passed over. False: that was the last one.</summary>
    /// <exception cref="UnreadablePushException">This one cannot be read; the next one may.</exception>
    internal static bool TryReadPush(ref NodeMessageReader from, TopicRegistry topics, IReadOnlyDictionary<BroadcastKind, IBroadcastDecoder> decoders, out Push push)
    {
        push = default;
        while (!from.IsAtEnd)
        {
            if (from.ReadByte() == SignalPart)
            {
                push = new Push(new Signal((SignalKind)from.ReadByte(), from.ReadBytes().ToArray()));
                return true;
            }

            if (TryReadBroadcast(ref from, topics, decoders, out push))
            {
                return true;
            }
        }

        return false;
    }

    private static void WriteBroadcast(NodeMessageWriter to, in Push push)
    {
        to.WriteByte(BroadcastPart);
        to.WriteInt32(push.TopicCount);
        for (var index = 0; index < push.TopicCount; index++)
        {
            to.WriteTopic(push.TopicAt(index));
        }

        to.WriteByte((byte)push.Broadcast!.Kind);
        using var body = new NodeMessageWriter();
        push.Broadcast.Encode(body);
        to.WriteBytes(body.Written.Span);
    }

    private static bool TryReadBroadcast(
        ref NodeMessageReader from, TopicRegistry topics, IReadOnlyDictionary<BroadcastKind, IBroadcastDecoder> decoders, out Push push)
    {
        push = default;
        List<TopicKey>? wanted = null;
        TopicKey only = default;
        for (var left = from.ReadInt32(); left > 0; left--)
        {
            var topic = from.ReadTopic();
            if (topics.CountSubscribers(topic) == 0)
            {
                continue;
            }

            if (only != default)
            {
                (wanted ??= [only]).Add(topic);
            }

            only = topic;
        }

        var kind = (BroadcastKind)from.ReadByte();
        var body = new NodeMessageReader(from.ReadBytes());
        if (only == default)
        {
            return false;
        }

        // A kind of a newer node: its receivers here cannot get it.
        if (!decoders.TryGetValue(kind, out var decoder))
        {
            throw new UnreadablePushException($"A broadcast of kind {kind}, which this node does not know.");
        }

        Broadcast broadcast;
        try
        {
            broadcast = decoder.Decode(ref body);
        }
        catch (FormatException exception)
        {
            throw new UnreadablePushException($"A broadcast of kind {kind}: {exception.Message}", exception);
        }

        push = wanted is null ? new Push(only, broadcast) : new Push(wanted, broadcast);
        return true;
    }
}
