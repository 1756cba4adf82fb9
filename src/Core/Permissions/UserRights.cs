using System.Collections.Concurrent;
using System.Collections.Frozen;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Permissions;

/// <summary>
/// What one kind of subject may do in one snapshot of a world: permissions.md section 4. Immutable; room rights are computed on first use and kept.
/// </summary>
/// <remarks>Per command and per delivery; a check is a field load or one dictionary read and an AND. Any thread.</remarks>
public sealed class UserRights
{
    private readonly World _world;
    private readonly User? _user;
    private readonly IReadOnlyList<string> _traits;
    private readonly string _userType;

    // Any thread reads and adds under the lock of the dictionary itself; entries are never changed. One per kind of user and snapshot, so it starts small:
    // 240 B instead of 512 B on 2 cores and 1,016 B on 16, where the default takes a lock per core.
    private readonly ConcurrentDictionary<RoomId, GrantedRights> _rooms = new(concurrencyLevel: 1, capacity: 4);

    // Computed on first use by any thread; a lost race costs one computation.
    private IReadOnlyList<Room>? _visibleRooms;
    private IReadOnlySet<RoomId>? _visibleRoomIds;

    /// <summary>Rights of a stored user. Ask <see cref="RightsTable.Of"/> for those of connected users: it shares them.</summary>
    public UserRights(World world, User user)
        : this(world, user, user.Traits, user.Type)
    {
    }

    /// <summary>Rights of a bare trait list, before a user row exists: it is treated like a person without explicit grants.</summary>
    public UserRights(World world, IReadOnlyList<string> traits)
        : this(world, null, traits, UserTypes.Person)
    {
    }

    private UserRights(World world, User? user, IReadOnlyList<string> traits, string userType)
    {
        _world = world;
        _user = user;
        _traits = traits;
        _userType = userType;
        World = Moderate(CollectWorld());
    }

    /// <summary>World-level rights: what world gates look at, also for <c>room:*</c> strings.</summary>
    public GrantedRights World { get; }

    /// <summary>True if one of the permissions is held at world level.</summary>
    public bool HasAny(PermissionSet anyOf) => World.Permissions.ContainsAny(anyOf);

    /// <summary>True if the permission is held at world level.</summary>
    public bool Has(Permission permission) => World.Permissions.Contains(permission);

    /// <summary>True if one of the permissions is held in the room, by world or room roles.</summary>
    public bool HasAny(PermissionSet anyOf, Room room) => In(room).Permissions.ContainsAny(anyOf);

    /// <summary>True if the permission is held in the room, by world or room roles.</summary>
    public bool Has(Permission permission, Room room) => In(room).Permissions.Contains(permission);

    /// <summary>The rooms that the user sees, in display order (permissions.md section 4).</summary>
    public IReadOnlyList<Room> VisibleRooms => _visibleRooms ??= FindVisibleRooms();

    /// <summary>Ids of <see cref="VisibleRooms"/>.</summary>
    public IReadOnlySet<RoomId> VisibleRoomIds => _visibleRoomIds ??= FindVisibleRoomIds();

    /// <summary>Rights in a room: world-level roles and that room's.</summary>
    public GrantedRights In(Room room) =>
        _rooms.TryGetValue(room.Id, out var rights) ? rights : _rooms.GetOrAdd(room.Id, InSlow(room));

    private List<Room> FindVisibleRooms()
    {
        var visible = new List<Room>(_world.Rooms.Count);
        foreach (var room in _world.Rooms)
        {
            if (Has(Permission.RoomView, room))
            {
                visible.Add(room);
            }
        }

        return visible;
    }

    private FrozenSet<RoomId> FindVisibleRoomIds()
    {
        var ids = new HashSet<RoomId>();
        foreach (var room in VisibleRooms)
        {
            ids.Add(room.Id);
        }

        return ids.ToFrozenSet();
    }

    private GrantedRights InSlow(Room room)
    {
        var union = CollectWorld();
        room.TraitGrants.Collect(_world.Roles, _traits, _userType, union);
        if (_user is not null)
        {
            foreach (var grant in _user.RoomGrants)
            {
                if (grant.Room == room.Id)
                {
                    union.Add(_world.Roles.Find(grant.Role));
                }
            }
        }

        return Moderate(union);
    }

    private RoleUnion CollectWorld()
    {
        var union = new RoleUnion();
        _world.TraitGrants.Collect(_world.Roles, _traits, _userType, union);
        if (_user is not null)
        {
            foreach (var role in _user.WorldGrants)
            {
                union.Add(_world.Roles.Find(role));
            }
        }

        return union;
    }

    private GrantedRights Moderate(RoleUnion union)
    {
        if (_user is { IsBanned: true } or { IsDeleted: true })
        {
            return GrantedRights.None;
        }

        return _user is { IsSilenced: true }
            ? new GrantedRights(union.Permissions & RoleTable.Silenced, [])
            : new GrantedRights(union.Permissions, union.UnknownStrings);
    }
}
