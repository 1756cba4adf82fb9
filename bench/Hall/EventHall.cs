using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Bench.Transport;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules;
using Venueless.Fast.Modules.Chat;
using Venueless.Fast.Modules.Chat.History;
using Venueless.Fast.Modules.Exhibition;
using Venueless.Fast.Modules.Polls;
using Venueless.Fast.Modules.Questions;
using Venueless.Fast.Modules.Rooms;
using Venueless.Fast.Modules.Users;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Bench.Hall;

/// <summary>One node with the connections of one room: real frames, sessions, dispatch and modules; only sockets are missing.</summary>
internal sealed class EventHall
{
    private readonly HallStores _stores;
    private readonly WorldId _world;
    private readonly SessionServices _services;
    private readonly TransportServices _transport;
    private readonly List<HallGuest> _guests = [];

    /// <param name="time">Of sessions and modules. One that stands still keeps everything periodic out of a measurement.</param>
    public EventHall(HallStores stores, WorldId world, TimeProvider time)
    {
        _stores = stores;
        _world = world;
        // Without shards everything has been sent when a command returns, and the pipes can be drained.
        _transport = new TransportServices(new TransportOptions { CommandsPerSecond = 0 }, time, NullLogger.Instance);
        _transport.Registry.Dispose();
        var reactions = new ReactionService(new LocalReactionTally(time), stores.Reactions, time, NullLogger.Instance);
        var history = new ChannelHistory(stores.Chats, stores.Users, time);
        var chat = new ChatService(
            stores.Chats, stores.DirectChannels, stores.ReadStates, stores.Users, new LoneChannelNodes(), history, NoMessageJobs.Instance, time, NullLogger.Instance);
        var exhibition = new ExhibitionService(stores.Exhibition, NullLogger.Instance);
        var node = NodeIdentity.CreateNew("unknown.unknown");
        var sessions = new SessionRegistry();
        var topics = new TopicRegistry();
        var broker = new LocalBroker(topics);
        var questions = new QuestionService(stores.Questions, broker, time, NullLogger.Instance);
        var polls = new PollService(stores.Polls, new RoomChat(stores.Chats, history, broker, time), broker, time, NullLogger.Instance);
        _services = new SessionServices
        {
            Time = time,
            Worlds = new WorldDirectory(stores.Worlds, NoVersionKeys.Instance, time),
            Users = new UserDirectory(stores.Users, NoVersionKeys.Instance, time),
            Topics = topics,
            Broker = broker,
            DirectChannels = stores.DirectChannels,
            Commands = PartialCommandTable.Create<ServerCommandTable>(
                new ChatModule(chat),
                new ReactionsModule(reactions),
                new QuestionsModule(questions),
                new PollsModule(polls),
                new ExhibitionModule(exhibition),
                new UsersModule(stores.Users, [], NullLogger.Instance)),
            Authenticator = new HallLogin(world, stores.Users),
            CleanUps = [],
            Sessions = sessions,
            Node = node,
            Connections = new LocalConnectionRegistry(),
            Replacer = new ConnectionReplacer(node, sessions),
            Options = new SessionOptions(),
            Freshness = new FreshnessOptions(),
            Logger = NullLogger.Instance,
        };
    }

    /// <summary>In the order of their coming.</summary>
    public List<HallGuest> Guests => _guests;

    /// <summary>New users come in, with these traits, and log in.</summary>
    public async Task AdmitAsync(int count, params string[] traits)
    {
        var users = await Task.WhenAll(Enumerable.Range(_guests.Count, count).Select(number => _stores.Users.CreateAsync(new NewUser(
            new UserId(Guid.NewGuid()), _world, null, $"guest-{number}", traits, ProfileOf(number), null))));
        foreach (var user in users)
        {
            _guests.Add(await AdmitAgainAsync(user));
        }
    }

    /// <summary>One more connection of the user, which is none of the guests.</summary>
    public async Task<HallGuest> AdmitAgainAsync(UserRow user)
    {
        HallHandler? handler = null;
        var link = new MemoryConnection(_transport, connection => handler = new HallHandler(new Session(_services, connection, _world)));
        await handler!.Opened;
        var guest = new HallGuest(user, link, handler.Session);
        Expect(await guest.RunAsync($"""["authenticate","{user.Id}"]"""), "authenticated");
        return guest;
    }

    /// <summary>All guests receive the channel.</summary>
    public async Task SubscribeAllAsync(ChannelId channel)
    {
        foreach (var guest in _guests)
        {
            Expect(await guest.RunAsync($$"""["chat.subscribe",1,{"channel":"{{channel}}"}]"""), "success");
        }
    }

    /// <summary>Takes what has been sent to all guests and returns how many bytes that was.</summary>
    public long DrainAll()
    {
        var drained = 0L;
        foreach (var guest in _guests)
        {
            drained += guest.Link.Drain();
        }

        return drained;
    }

    /// <summary>Takes what has been sent to all guests, as text, in their order.</summary>
    public string[] TakeAll() => [.. _guests.Select(static guest => guest.Link.DrainText())];

    private static RawJson ProfileOf(int number) => new(System.Text.Encoding.UTF8.GetBytes(
        $$$"""{"display_name":"Guest {{{number}}}","avatar":{"identicon":"{{{number}}}"},"greeted":true}"""));

    private static void Expect(string received, string name)
    {
        if (!received.Contains($"[\"{name}\"", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Expected {name}, received {received}.");
        }
    }
}
