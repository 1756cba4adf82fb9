using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Core.Tests.Sessions;

namespace Venueless.Fast.Core.Tests.Messaging;

/// <summary>What travels between nodes: written on one, read on another.</summary>
public sealed class NodeMessageTests : ISignalHandler
{
    private static readonly WorldId World = new("test");
    private static readonly Guid Sender = Guid.Parse("30000000-0000-4000-8000-000000000001");

    private readonly SessionHarness _harness = new();
    private readonly List<string> _done = [];

    public SignalKind Kind => SignalKind.UserChanged;

    [Fact]
    public async Task Message_ReadOnAnotherNode_DeliversInOrderToWhomItConcerns()
    {
        var (session, connection) = await _harness.LogInAsync();
        var user = TopicKey.User(session.UserState!.Id);
        var message = Write(
            new Push(TopicKey.World(World), Single("[1]")),
            new Push(new Signal(SignalKind.UserChanged, Encoding.UTF8.GetBytes("body"))),
            new Push(new[] { TopicKey.Channel(new ChannelId(Sender)), user, TopicKey.World(World) }, Single("[2]")),
            new Push(TopicKey.Room(new RoomId(Sender)), Single("[nobody's]")),
            new Push(user, Forms("[3]", "[4]")));

        await ReceiveAsync(message);

        Assert.Equal(["body"], _done);
        Assert.Equal(["[1]", "[2]", "[2]", "[3]"], connection.Take());
    }

    [Fact]
    public async Task Message_CutAnywhere_HarmsNobody()
    {
        var (session, connection) = await _harness.LogInAsync();
        var message = Write(new Push(TopicKey.User(session.UserState!.Id), Forms("[1]", "[2]")), new Push(new Signal(SignalKind.UserChanged, default)));

        for (var length = 0; length < message.Length; length++)
        {
            try
            {
                await ReceiveAsync(message[..length]);
            }
            catch (FormatException)
            {
                // The head itself was cut off.
                Assert.InRange(length, 0, 24);
            }
        }

        Assert.All(connection.Take(), push => Assert.Equal("[1]", push));
    }

    [Fact]
    public void Head_OfAnotherFormat_IsRefused()
    {
        var message = Write();
        message[0]++;

        Assert.Throws<FormatException>(() => ReadHead(message));
    }

    [Fact]
    public async Task UnknownKinds_AreLeftOutAndTheSessionStays()
    {
        var (_, connection) = await _harness.LogInAsync();

        await ReceiveAsync(Write(
            new Push(TopicKey.World(World), new BroadcastOfANewerNode()),
            new Push(new Signal((SignalKind)200, default)),
            new Push(TopicKey.World(World), new BroadcastOfANewerNode()),
            new Push(TopicKey.World(World), Single("[1]"))));

        Assert.Equal(["[1]"], connection.Take());
    }

    public ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body)
    {
        _done.Add(Encoding.UTF8.GetString(body.Span));
        return ValueTask.CompletedTask;
    }

    private static SingleFormBroadcast Single(string text) => new(Frame(text));

    private static AdminFormBroadcast Forms(string publicForm, string adminForm) => new(Frame(publicForm), Frame(adminForm));

    private static SharedFrame Frame(string text) => SharedFrame.CreateText(Encoding.UTF8.GetBytes(text));

    private static byte[] Write(params Push[] pushes)
    {
        using var writer = new NodeMessageWriter();
        NodeMessage.Write(writer, Sender, 7, pushes);
        return writer.Written.ToArray();
    }

    private static (Guid Sender, long Number) ReadHead(byte[] message)
    {
        var reader = new NodeMessageReader(message);
        return NodeMessage.ReadHead(ref reader);
    }

    private ValueTask ReceiveAsync(byte[] message)
    {
        var reader = new NodeMessageReader(message);
        Assert.Equal((Sender, 7), NodeMessage.ReadHead(ref reader));
        var inbox = new NodeInbox(
            _harness.Services.Topics, [new SingleFormBroadcast.Decoder(), new AdminFormBroadcast.Decoder()], [this], NullLogger<NodeInbox>.Instance);
        return inbox.ReceiveAsync(World, reader.Rest, 0, static _ => true);
    }

    private sealed class BroadcastOfANewerNode : Broadcast
    {
        public override BroadcastKind Kind => (BroadcastKind)200;

        public override SharedFrame? FrameFor(Session receiver) => null;

        public override void Encode(NodeMessageWriter to) => to.WriteBytes("something"u8);

        protected override void Release()
        {
        }
    }
}
