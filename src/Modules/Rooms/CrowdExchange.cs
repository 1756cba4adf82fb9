using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Concurrency;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Shows changes of rooms' crowds to the clients of this node and tells the other nodes, which do the same (rooms.md section 11). One per node, thread-safe.</summary>
/// <remarks>Two nodes may tell in another order than their changes had: each node passes over what is older than what it has seen of the same user or step.</remarks>
public sealed class CrowdExchange : ISignalHandler, IRoomCrowd
{
    // Whoever enters while viewers are read may have to be read, too; more than a few in a row are not waited for.
    private const int MaxReads = 3;

    private readonly RoomPresence _presence;
    private readonly IRoomViewStore _views;
    private readonly IUserStore _users;
    private readonly WorldDirectory _worlds;
    private readonly UserDirectory _connected;
    private readonly TopicRegistry _topics;
    private readonly Lazy<IBroker> _broker;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CoalescedReads<World, bool> _steps;

    /// <param name="broker">Comes into being with its handlers, of which this is one.</param>
    public CrowdExchange(
        RoomPresence presence,
        IRoomNodes nodes,
        IRoomViewStore views,
        IUserStore users,
        WorldDirectory worlds,
        UserDirectory connected,
        TopicRegistry topics,
        Lazy<IBroker> broker,
        TimeProvider time,
        ILogger logger)
    {
        _presence = presence;
        _views = views;
        _users = users;
        _worlds = worlds;
        _connected = connected;
        _topics = topics;
        _broker = broker;
        _time = time;
        _logger = logger;
        _steps = new CoalescedReads<World, bool>(ReadStepsAsync);
        Nodes = nodes;
        nodes.OnChange(ShowLateAsync);
    }

    /// <inheritdoc/>
    public SignalKind Kind => SignalKind.RoomCrowdChanged;

    internal IRoomNodes Nodes { get; }

    /// <inheritdoc/>
    public CrowdStep StepOf(RoomId room) => _presence.StepOf(room);

    /// <summary>What was said while nobody of the world was connected here is caught up. With the other nodes out of reach what is known here counts.</summary>
    public async ValueTask PrepareAsync(World world)
    {
        try
        {
            await _steps.ReadAsync(world);
        }
        catch (StoreUnavailableException)
        {
            // The steps last heard of.
        }
    }

    /// <inheritdoc/>
    public ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body)
    {
        var notice = CrowdNotice.Read(body);
        var crowd = _presence.Of(notice.Room);
        lock (crowd.Lock)
        {
            if (!crowd.IsClosed)
            {
                ShowViewerLocked(crowd, notice);
                ShowStepLocked(crowd, world, notice);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The viewer's push to this node's clients.</summary>
    /// <param name="except">The connection that entered.</param>
    internal void ShowViewerLocked(RoomCrowd crowd, CrowdNotice notice, Session? except = null)
    {
        var topic = TopicKey.RoomViewers(notice.Room);
        if (crowd.TrySee(notice.User, notice.Version, notice.IsPresent, _time) && notice.Viewer is not null && _topics.CountSubscribers(topic) > 0)
        {
            using var broadcast = new SingleFormBroadcast(SharedFrame.CreateText(notice.Viewer), except);
            _topics.Deliver(topic, broadcast);
        }
    }

    /// <summary>The step's push to this node's clients, if the step is another one for them.</summary>
    internal void ShowStepLocked(RoomCrowd crowd, WorldId world, CrowdNotice notice)
    {
        if (notice.Step is { } step && crowd.TrySetStep(notice.Version, step))
        {
            using var broadcast = RoomBroadcasts.Step(notice.Room, step);
            _topics.Deliver(TopicKey.World(world), broadcast);
        }
    }

    /// <summary>The other nodes.</summary>
    internal void Tell(WorldId world, CrowdNotice notice)
    {
        var pushes = new PushList();
        pushes.Add(notice.ToSignal());
        _broker.Value.Publish(world, pushes);
    }

    /// <summary>Everybody in the room, from one look at the other nodes and at most one query per look. Throws <see cref="StoreUnavailableException"/> of the database.</summary>
    internal async ValueTask<SharedViewers> ReadViewersAsync(WorldId world, RoomId room)
    {
        var crowd = _presence.Of(room);
        var (version, users) = await TryReadUsersAsync(room);
        HashSet<UserId> present = [.. users];
        Dictionary<UserId, User> known = [];
        for (var reads = 0; reads < MaxReads && Missing(crowd, present, known) is { Count: > 0 } missing; reads++)
        {
            foreach (var row in await _users.FindManyAsync(world, missing))
            {
                known[row.Id] = new User(row);
            }
        }

        return new SharedViewers(version, present, known);
    }

    /// <summary>Users who may have to be listed and are neither connected here nor read already.</summary>
    private List<UserId> Missing(RoomCrowd crowd, HashSet<UserId> present, Dictionary<UserId, User> known)
    {
        HashSet<UserId> all = [.. present];
        lock (crowd.Lock)
        {
            foreach (var (user, seen) in crowd.Seen)
            {
                if (seen.IsPresent)
                {
                    all.Add(user);
                }
            }
        }

        return [.. all.Where(user => !known.ContainsKey(user) && _connected.Find(user) is null)];
    }

    private async ValueTask<RoomUsers> TryReadUsersAsync(RoomId room)
    {
        try
        {
            return await Nodes.ReadUsersAsync(room);
        }
        catch (StoreUnavailableException)
        {
            return new RoomUsers(0, []);
        }
    }

    private async Task<bool> ReadStepsAsync(World world)
    {
        RoomId[] rooms = [.. world.Rooms.Select(static room => room.Id)];
        var changes = await Nodes.ReadStepsAsync(rooms);
        for (var index = 0; index < rooms.Length; index++)
        {
            var crowd = _presence.Of(rooms[index]);
            lock (crowd.Lock)
            {
                // Without a version nobody has been there for so long that Redis has forgotten the room.
                var version = changes[index].Version == 0 && crowd.Users.Count == 0 ? crowd.StepVersion + 1 : changes[index].Version;

                // Whoever is connected already has missed it.
                ShowStepLocked(crowd, world.Id, new CrowdNotice(rooms[index], default, version, false, null, changes[index].Step));
            }
        }

        return true;
    }

    /// <summary>A change without a command: what was told late, or what a dead node has left.</summary>
    private async Task ShowLateAsync(WorldId world, RoomId room, UserId user, RoomChange change)
    {
        byte[]? viewer = null;
        if (change is { IsPresent: false, IsTurn: true })
        {
            await EndViewAsync(world, room, change.View);
            var left = _connected.Find(user)?.Current ?? (await _users.FindAsync(world, user) is { } row ? new User(row) : null);
            viewer = left is not null && RoomService.IsShown(left) ? RoomBroadcasts.ViewerRemoved(user) : null;
        }

        var notice = new CrowdNotice(room, user, change.Version, change.IsPresent, viewer, change.Step);
        var crowd = _presence.Of(room);
        var view = 0L;
        lock (crowd.Lock)
        {
            ShowViewerLocked(crowd, notice);
            ShowStepLocked(crowd, world, notice);
            if (change.View == 0 && crowd.Users.TryGetValue(user, out var here))
            {
                view = here.View;
            }
        }

        if (change.IsTurn || change.IsStepNew)
        {
            Tell(world, notice);
        }

        if (view != 0)
        {
            await Nodes.SetViewAsync(world, room, user, view);
        }
    }

    private async ValueTask EndViewAsync(WorldId world, RoomId room, long view)
    {
        if (view == 0)
        {
            return;
        }

        try
        {
            var isTracked = _worlds.FindLoaded(world) is not { Current.Config.TracksRoomViews: false };
            await _views.EndAsync(view, _time.GetUtcNow(), delete: !isTracked);
        }
        catch (StoreUnavailableException exception)
        {
            RoomLog.ViewNotEnded(_logger, view, room.Value, exception.Message);
        }
    }
}
