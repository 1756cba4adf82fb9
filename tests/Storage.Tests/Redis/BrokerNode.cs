using System.Buffers.Binary;
using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Storage.Redis;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>A node without clients that writes down which messages it has seen: its own when they are delivered, those of others by their signals.</summary>
internal sealed class BrokerNode : ISignalHandler
{
    private readonly Lock _lock = new();
    private readonly List<int> _seen = [];

    public BrokerNode(RedisStorage storage)
    {
        var node = NodeIdentity.CreateNew("unknown.unknown");
        var topics = new TopicRegistry();
        var inbox = new NodeInbox(topics, [new SingleFormBroadcast.Decoder()], [this], NullLogger<NodeInbox>.Instance);
        var resynchronizer = new Resynchronizer(new SessionRegistry(), TimeProvider.System, NullLogger<Resynchronizer>.Instance);
        Broker = storage.OpenBroker(node, topics, inbox, resynchronizer);
    }

    public static WorldId World { get; } = new("w");

    public IBroker Broker { get; }

    public SignalKind Kind => SignalKind.WorldUpdated;

    /// <summary>Numbers of the messages, in the order of this node.</summary>
    public int[] Seen
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>Publishes a message with this number.</summary>
    public void Publish(int number)
    {
        var body = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(body, number);
        var pushes = new PushList();
        pushes.Add(new Signal(Kind, body));
        pushes.Add(TopicKey.World(World), new Own(this, number));
        Broker.Publish(World, pushes);
    }

    public ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body)
    {
        Note(BinaryPrimitives.ReadInt32LittleEndian(body.Span));
        return ValueTask.CompletedTask;
    }

    public Task WaitForAsync(int count) => RedisFixture.WaitUntilAsync(() => Task.FromResult(Seen.Length >= count), $"{count} messages");

    private void Note(int number)
    {
        lock (_lock)
        {
            _seen.Add(number);
        }
    }

    // Disposed when the node has delivered it.
    private sealed class Own(BrokerNode node, int number) : Broadcast
    {
        public override BroadcastKind Kind => BroadcastKind.SingleForm;

        public override SharedFrame? FrameFor(Session receiver) => null;

        public override void Encode(NodeMessageWriter to) => to.WriteBytes("[]"u8);

        protected override void Release() => node.Note(number);
    }
}
