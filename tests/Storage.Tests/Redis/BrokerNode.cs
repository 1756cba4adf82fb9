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
internal sealed class BrokerNode : ISignalHandler, IResynchronizationStep
{
    private readonly Lock _lock = new();
    private readonly List<int> _seen = [];
    private int _resynchronizations;
    private int _heard;

    public BrokerNode(RedisStorage storage)
    {
        var node = NodeIdentity.CreateNew("unknown.unknown");
        var topics = new TopicRegistry();
        var inbox = new NodeInbox(topics, [new SingleFormBroadcast.Decoder()], [this], NullLogger<NodeInbox>.Instance);
        var resynchronizer = new Resynchronizer(new SessionRegistry(), [this], TimeProvider.System, NullLogger<Resynchronizer>.Instance);
        Broker = storage.OpenBroker(node, topics, inbox, resynchronizer);
    }

    public static WorldId World { get; } = new("w");

    public IBroker Broker { get; }

    /// <summary>How often the clients of the world had to come back.</summary>
    public int Resynchronizations => Volatile.Read(ref _resynchronizations);

    /// <summary>How many messages of others it has begun to handle.</summary>
    public int Heard => Volatile.Read(ref _heard);

    /// <summary>While set, messages of others wait for it before they are written down.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

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
    /// <param name="size">Bytes of what clients would get; negative: it cannot be encoded.</param>
    public void Publish(int number, int size = 2)
    {
        var body = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(body, number);
        var pushes = new PushList();
        pushes.Add(new Signal(Kind, body));
        pushes.Add(TopicKey.World(World), new Own(this, number, size));
        Broker.Publish(World, pushes);
    }

    public async ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body)
    {
        Interlocked.Increment(ref _heard);
        await Gate;
        Note(BinaryPrimitives.ReadInt32LittleEndian(body.Span));
    }

    public void Begin(WorldId world) => Interlocked.Increment(ref _resynchronizations);

    public Task WaitForAsync(int count) => RedisFixture.WaitUntilAsync(() => Task.FromResult(Seen.Length >= count), $"{count} messages");

    private void Note(int number)
    {
        lock (_lock)
        {
            _seen.Add(number);
        }
    }

    // Disposed when the node has delivered it.
    private sealed class Own(BrokerNode node, int number, int size) : Broadcast
    {
        public override BroadcastKind Kind => BroadcastKind.SingleForm;

        public override SharedFrame? FrameFor(Session receiver) => null;

        public override void Encode(NodeMessageWriter to) => to.WriteBytes(size < 0 ? throw new InvalidOperationException("cannot be encoded") : new byte[size]);

        protected override void Release() => node.Note(number);
    }
}
