using System.Buffers;
using System.Text;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Chat;
using Venueless.Fast.Modules.Rooms;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Chat;

/// <summary>What a push costs per receiver.</summary>
public sealed class ChatAllocationTests
{
    private const int Rounds = 200;

    private readonly VenueNode _node = new(new FreshnessOptions());

    [Fact]
    public async Task ChannelEvent_AllocatesNothingPerReceiver()
    {
        var connections = await SubscribeAsync(_node, 1000);
        using var broadcast = new ChannelEventBroadcast(VenueWorld.R.Channel!.Value, Frame(), Frame());
        var topic = TopicKey.Channel(VenueWorld.R.Channel!.Value);
        _node.Services.Topics.Deliver(topic, broadcast);
        connections.ForEach(connection => Assert.True(connection.FrameCount > 0));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var delivered = _node.Services.Topics.Deliver(topic, broadcast);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((1000, 0L), (delivered, allocated));
    }

    [Fact]
    public async Task CrowdStep_AllocatesNothingPerReceiver()
    {
        await SubscribeAsync(_node, 500);
        using var broadcast = new CrowdStepBroadcast(VenueWorld.S.Id, Frame());
        _node.Services.Topics.Deliver(TopicKey.World(VenueWorld.Id), broadcast);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var delivered = _node.Services.Topics.Deliver(TopicKey.World(VenueWorld.Id), broadcast);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((500, 0L), (delivered, allocated));
    }

    [Fact]
    public async Task Send_AllocatesTheSameForFewAndManyReceivers()
    {
        var few = await MeasureSendAsync(10);
        var many = await MeasureSendAsync(1000);

        // The stores of the test grow their lists meanwhile; a receiver that cost one reference would show as 8,000 bytes.
        Assert.InRange(many - few, -256, 256);
    }

    [Fact]
    public async Task UnreadPointer_AllocatesNothingPerReceiver()
    {
        var few = await MeasureUnreadPointerAsync(10);
        var many = await MeasureUnreadPointerAsync(1000);

        Assert.Equal(few, many);
    }

    private static async Task<long> MeasureUnreadPointerAsync(int receivers)
    {
        var node = new VenueNode(new FreshnessOptions());
        await SubscribeAsync(node, receivers);
        UserId[] users = [.. node.Services.Sessions.ToList().Select(static session => session.UserState!.Id)];
        var sent = new ChatEvent(7, VenueWorld.R.Channel!.Value, null, default, ChatEventTypes.Message, default, null, null, []);
        ChatBroadcasts.PublishUnreadPointer(node.Services.Broker, VenueWorld.Id, sent, users);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ChatBroadcasts.PublishUnreadPointer(node.Services.Broker, VenueWorld.Id, sent, users);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static async Task<long> MeasureSendAsync(int receivers)
    {
        var node = new VenueNode(new FreshnessOptions());
        await SubscribeAsync(node, receivers);
        var sender = await OpenAsync(node, new SilentConnection());
        await RunAsync(sender, $"""["chat.join", 1, {VenueNode.Body(VenueWorld.R)}]""");
        var message = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(
            $$"""["chat.send", 2, {"channel":"{{VenueWorld.R.Channel}}","event_type":"{{ChatEventTypes.Message}}","content":{"type":"text","body":"hello"} }]"""));
        Send(sender, message);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Send(sender, message);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
    }

    private static void Send(Session sender, ReadOnlySequence<byte> message)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var sent = sender.OnMessageAsync(message, MessageType.Text);
            Assert.True(sent.IsCompletedSuccessfully);
        }
    }

    private static async Task<List<SilentConnection>> SubscribeAsync(VenueNode node, int count)
    {
        var connections = new List<SilentConnection>();
        for (var number = 0; number < count; number++)
        {
            var connection = new SilentConnection();
            var session = await OpenAsync(node, connection);
            await RunAsync(session, $"""["chat.subscribe", 1, {VenueNode.Body(VenueWorld.R)}]""");
            connections.Add(connection);
        }

        return connections;
    }

    private static async Task<Session> OpenAsync(VenueNode node, SilentConnection connection)
    {
        var session = new Session(node.Services, connection, VenueWorld.Id);
        await session.OnOpenAsync();
        await RunAsync(session, $"""["authenticate", "{node.NewUser().Id}"]""");
        return session;
    }

    private static async Task RunAsync(Session session, string message) =>
        await session.OnMessageAsync(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(message)), MessageType.Text);

    private static SharedFrame Frame() => SharedFrame.CreateText("[]"u8);
}
