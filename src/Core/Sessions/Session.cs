using System.Collections.Frozen;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Sessions;

/// <summary>
/// One connection's identity and world: receives its messages, runs its commands one after the other, holds what it subscribed to.
/// </summary>
/// <remarks>Only the connection's receive loop changes a session; other threads deliver frames to it, stop it and read its user and world.</remarks>
public sealed partial class Session : IMessageHandler
{
    /// <summary>So much of the beginning of a session is read by every delivery; see <see cref="CacheLine"/>.</summary>
    internal const int DeliveryBytes = 64;

    // First what deliveries read: a crowd's sessions lie all over the memory, and each line of them has to be waited for.
    // Written by the receive loop; read by broadcasts on any thread.
    private WorldState? _world;
    private UserState? _user;

    // Null until the world is known, and where nothing is counted. Written once by the receive loop, read by deliveries on any thread.
    private WorldMeter? _meter;

    // Pushes that arrive between joining the topics and sending "authenticated"; null when nothing is held. Under the lock of deliveries, or read as null without.
    private List<SharedFrame>? _held;

    private readonly WorldId _worldId;
    private readonly long _openedAt;
    private readonly TimeSpan _lifetime;

    // Written by the receive loop and by Stop; read by everybody. Stopped is final.
    private int _state = (int)SessionState.Opening;

    // True while a command waits for something. Written by the receive loop's chain, read by the sweep, which closes idle connections only.
    private bool _isWaiting;

    // Timestamp of the last inbound message, for the sweep. Written by the receive loop.
    private long _lastMessageAt;

    public Session(SessionServices services, Connection connection, WorldId world)
    {
        Services = services;
        Connection = connection;
        _worldId = world;
        Polls = new PollReceptions(this);
        _openedAt = services.Time.GetTimestamp();
        _lastMessageAt = _openedAt;
        var range = services.Options.MaxLifetime - services.Options.MinLifetime;
        _lifetime = services.Options.MinLifetime + (Random.Shared.NextDouble() * range);
    }

    public SessionServices Services { get; }

    /// <summary>Where the session's messages go. Also the lock of deliveries: whoever holds it decides what is sent next, and needs nothing else of the memory for it.</summary>
    public Connection Connection { get; }

    public SessionState State => (SessionState)Volatile.Read(ref _state);

    /// <summary>The world's shared copy; null before the world is known.</summary>
    public WorldState? WorldState => Volatile.Read(ref _world);

    /// <summary>The user's shared copy; null before login.</summary>
    public UserState? UserState => Volatile.Read(ref _user);

    /// <summary>Rights of the logged-in user right now, as deliveries need them. Only for authenticated sessions. Any thread.</summary>
    public UserRights Rights => UserState!.RightsIn(WorldState!.Current);

    /// <summary>Rooms the session is in. Changed by its own commands and clean-up only.</summary>
    public List<EnteredRoom> EnteredRooms { get; } = new(1);

    /// <summary>Channels the session receives. Changed by its own commands and clean-up only.</summary>
    public List<SubscribedChannel> SubscribedChannels { get; } = new(1);

    /// <summary>Polls whose live results the session receives.</summary>
    public PollReceptions Polls { get; }

    /// <summary>
    /// Users whose objects <c>chat.fetch</c> has sent since the client last switched channels (chat.md section 6); null: none. Changed by the session's own
    /// commands only; pushes neither read nor extend it, because forgetting that a user is known is allowed.
    /// </summary>
    public HashSet<UserId>? KnownUsers { get; set; }

    /// <summary>Ids of the rooms in the world config last sent: the filter of <c>world.user_count_change</c> (world.md section 5). Replaced as a whole.</summary>
    public IReadOnlySet<RoomId> KnownRooms { get; private set; } = FrozenSet<RoomId>.Empty;

    /// <summary>Id of the open world view row; null if none.</summary>
    public long? WorldView { get; set; }

    /// <summary>Sets <see cref="KnownRooms"/>; called together with sending the world config with these rooms.</summary>
    /// <param name="rooms">Shared by all who get the same config; never changed.</param>
    public void KnowRooms(IReadOnlySet<RoomId> rooms)
    {
        lock (Connection)
        {
            KnownRooms = rooms;
        }
    }

    /// <summary>Adds a room to <see cref="KnownRooms"/>; called together with sending <c>room.create</c>.</summary>
    public void KnowRoom(RoomId room)
    {
        lock (Connection)
        {
            KnownRooms = new HashSet<RoomId>(KnownRooms) { room };
        }
    }

    /// <summary>Sends an error that is not the answer to a command, or an answer of <c>authenticate</c>.</summary>
    public void SendError(ErrorCode code, string? message = null, ReadOnlySpan<byte> id = default)
    {
        var frame = ErrorMessage.Create(id, code, message);
        Send(frame);
        frame.Release();
    }

    /// <summary>Subscribes the session to a topic.</summary>
    public Subscription Subscribe(TopicKey topic) => Services.Topics.Subscribe(topic, this);
}
