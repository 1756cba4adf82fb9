using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Chat;
using Venueless.Fast.Modules.Chat.History;
using Venueless.Fast.Modules.Rooms;
using Venueless.Fast.Testing;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Modules.Tests.Venue;

/// <summary>One node with in-memory stores: real sessions, real dispatch, chat and rooms.</summary>
internal sealed class VenueNode
{
    private readonly List<RoomRow> _rooms = [VenueWorld.R, VenueWorld.V, VenueWorld.S, VenueWorld.Hidden, VenueWorld.ReadOnly, VenueWorld.FormerChat];
    private int _lastUser;

    /// <param name="freshness">Default: every command sees the stores as they are.</param>
    /// <param name="cluster">Null: the node is alone.</param>
    public VenueNode(FreshnessOptions? freshness = null, VenueCluster? cluster = null)
    {
        Users = cluster?.Users ?? new();
        Views = cluster?.Views ?? new();
        Rooms = cluster?.Rooms.NewNode();
        Presence = new RoomPresence(Rooms);
        var worlds = new WorldDirectory(Worlds, NoVersionKeys.Instance, Time);
        var users = new UserDirectory(Users, NoVersionKeys.Instance, Time);
        var topics = new TopicRegistry();
        var broker = cluster is null ? (IBroker)new LocalBroker(topics) : new ClusterBroker(cluster, topics);
        Exchange = Rooms is null
            ? null
            : new CrowdExchange(Presence, Rooms, Views, Users, worlds, users, topics, new Lazy<IBroker>(broker), Time, NullLogger.Instance);
        if (broker is ClusterBroker member)
        {
            member.Node = cluster!.Join([Exchange!, new RoomDeletedHandler(Presence)]);
        }

        Chats = new InMemoryChatStore(Users);
        History = new ChannelHistory(Chats, Users, Time);
        Chat = new ChatService(Chats, DirectChannels, ReadStates, Users, new LoneChannelNodes(), History, Jobs, Time, NullLogger.Instance);
        var rooms = new RoomService(Views, Polls, Presence, NullLogger.Instance, Exchange);
        var reactions = new ReactionService(new LocalReactionTally(Time), Reactions, Time, NullLogger.Instance);
        var node = NodeIdentity.CreateNew("unknown.unknown");
        var sessions = new SessionRegistry();
        Services = new SessionServices
        {
            Time = Time,
            Worlds = worlds,
            Users = users,
            Topics = topics,
            Broker = broker,
            Commands = PartialCommandTable.Create<ServerCommandTable>(new ChatModule(Chat), new RoomsModule(rooms), new ReactionsModule(reactions)),
            Authenticator = new VenueLogin(Users, [new ForcedJoins(Chat)]),
            DirectChannels = DirectChannels,
            CleanUps = [new ChatCleanUp(Chat), new RoomCleanUp(rooms)],
            Sessions = sessions,
            Node = node,
            Connections = new LocalConnectionRegistry(),
            Replacer = new ConnectionReplacer(node, sessions),
            Options = new SessionOptions(),
            Freshness = freshness ?? new FreshnessOptions { CacheMaxAge = TimeSpan.Zero },
            Logger = NullLogger.Instance,
        };
        Worlds.Put(VenueWorld.World(), _rooms);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2024, 5, 1, 8, 15, 30, TimeSpan.Zero));

    public InMemoryWorldStore Worlds { get; } = new();

    public InMemoryUserStore Users { get; }

    public InMemoryChatStore Chats { get; }

    public FixedDirectChannels DirectChannels { get; } = new();

    public RecordedJobs Jobs { get; } = new();

    public InMemoryReadStateStore ReadStates { get; } = new();

    public InMemoryRoomViewStore Views { get; }

    public InMemoryReactionStore Reactions { get; } = new();

    public InMemoryPollStore Polls { get; } = new();

    public RoomPresence Presence { get; }

    /// <summary>Null: the node is alone.</summary>
    public InMemoryRoomNodes.Node? Rooms { get; }

    /// <summary>Null: the node is alone.</summary>
    public CrowdExchange? Exchange { get; }

    public ChannelHistory History { get; }

    public ChatService Chat { get; }

    public SessionServices Services { get; }

    /// <summary>Changes the stored world.</summary>
    public void PutWorld(string config = "{}", params RoomRow[] changed)
    {
        foreach (var room in changed)
        {
            _rooms.RemoveAll(existing => existing.Id == room.Id);
            _rooms.Add(room);
        }

        Worlds.Put(VenueWorld.World(config), [.. _rooms]);
    }

    public void PutRooms(params RoomRow[] changed) => PutWorld("{}", changed);

    public void DeleteRoom(RoomRow room)
    {
        _rooms.RemoveAll(existing => existing.Id == room.Id);
        PutWorld();
    }

    /// <summary>A new user, stored.</summary>
    public UserRow NewUser(params string[] traits) => Users.Put(VenueWorld.User(++_lastUser, traits));

    /// <summary>A new connection of a new user.</summary>
    public Task<VenueClient> LogInAsync(params string[] traits) => LogInAsync(NewUser(traits));

    /// <summary>A new connection of this user; <c>authenticated</c> is taken.</summary>
    public async Task<VenueClient> LogInAsync(UserRow user)
    {
        var client = new VenueClient(Services, user);
        await client.Session.OnOpenAsync();
        await client.SendAsync($"""["authenticate", "{user.Id}"]""");
        Assert.Equal("authenticated", (string?)client.Connection.Take()[0]);
        return client;
    }

    /// <summary>A new connection of a new user that has joined the channel; nothing is left to be taken.</summary>
    public async Task<VenueClient> JoinAsync(RoomRow room, params string[] traits)
    {
        var client = await LogInAsync(traits);
        await client.RunAsync("chat.join", Body(room));
        return client;
    }

    public static string Body(RoomRow room) => $$"""{"channel":"{{room.Channel}}"}""";

    public static string RoomBody(RoomRow room) => $$"""{"room":"{{room.Id}}"}""";
}
