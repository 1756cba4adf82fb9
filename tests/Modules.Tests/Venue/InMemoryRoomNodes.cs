using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Tests.Venue;

/// <summary>What the nodes of a test share about rooms. Thread-safe.</summary>
internal sealed class InMemoryRoomNodes
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RoomId, SharedRoom> _rooms = [];

    /// <summary>Nobody can be asked.</summary>
    public bool IsAway { get; set; }

    /// <summary>The part of one node.</summary>
    public Node NewNode() => new(this);

    private RoomChange Change(RoomId room, UserId user, Node node, bool isPresent, long view)
    {
        lock (_lock)
        {
            if (!_rooms.TryGetValue(room, out var shared))
            {
                _rooms.Add(room, shared = new SharedRoom());
            }

            var (known, nodes) = shared.Users.GetValueOrDefault(user, (0, []));
            var wasPresent = nodes.Count > 0;
            _ = isPresent ? nodes.Add(node) : nodes.Remove(node);
            view = known == 0 ? view : known;
            shared.Users[user] = (view, nodes);
            if (nodes.Count == 0)
            {
                shared.Users.Remove(user);
            }

            var step = shared.Users.Count switch { 0 => CrowdStep.None, <= 10 => CrowdStep.Few, _ => CrowdStep.Many };
            var isNew = step != shared.Step;
            shared.Step = step;
            return new RoomChange(++shared.Version, nodes.Count > 0, wasPresent != nodes.Count > 0, step, isNew, view);
        }
    }

    /// <summary>See <see cref="InMemoryRoomNodes"/>.</summary>
    internal sealed class Node(InMemoryRoomNodes all) : IRoomNodes
    {
        private readonly InMemoryRoomNodes _all = all;
        private Func<WorldId, RoomId, UserId, RoomChange, Task>? _handle;

        public ValueTask<RoomChange?> EnterAsync(WorldId world, RoomId room, UserId user) =>
            new(_all.IsAway ? null : _all.Change(room, user, this, true, 0));

        public ValueTask SetViewAsync(WorldId world, RoomId room, UserId user, long view)
        {
            if (!_all.IsAway)
            {
                _all.Change(room, user, this, true, view);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask<RoomChange?> LeaveAsync(WorldId world, RoomId room, UserId user) =>
            new(_all.IsAway ? null : _all.Change(room, user, this, false, 0));

        public ValueTask<RoomUsers> ReadUsersAsync(RoomId room)
        {
            ThrowIfAway();
            lock (_all._lock)
            {
                return new(_all._rooms.TryGetValue(room, out var shared) ? new RoomUsers(shared.Version, [.. shared.Users.Keys]) : new RoomUsers(0, []));
            }
        }

        public ValueTask<IReadOnlyList<RoomChange>> ReadStepsAsync(IReadOnlyList<RoomId> rooms)
        {
            ThrowIfAway();
            lock (_all._lock)
            {
                return new((IReadOnlyList<RoomChange>)[.. rooms.Select(room => _all._rooms.TryGetValue(room, out var shared)
                    ? new RoomChange(shared.Version, false, false, shared.Step, false, 0)
                    : default)]);
            }
        }

        public void Forget(RoomId room)
        {
            lock (_all._lock)
            {
                _all._rooms.Remove(room);
            }
        }

        public void OnChange(Func<WorldId, RoomId, UserId, RoomChange, Task> handle) => _handle = handle;

        /// <summary>As if another node had died and had the user.</summary>
        public Task BuryAsync(Node dead, WorldId world, RoomId room, UserId user) =>
            _handle!(world, room, user, _all.Change(room, user, dead, false, 0));

        /// <summary>What could not be told before.</summary>
        public Task TellLateAsync(WorldId world, RoomId room, UserId user, bool isPresent) =>
            _handle!(world, room, user, _all.Change(room, user, this, isPresent, 0));

        private void ThrowIfAway()
        {
            if (_all.IsAway)
            {
                throw new StoreUnavailableException("away");
            }
        }
    }

    private sealed class SharedRoom
    {
        public Dictionary<UserId, (long View, HashSet<Node> Nodes)> Users { get; } = [];

        public long Version { get; set; }

        public CrowdStep Step { get; set; }
    }
}
