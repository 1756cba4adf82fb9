using System.Collections.Frozen;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Core.Domain;

/// <summary>
/// A world and its rooms as one immutable snapshot, compiled for checks. Replaced as a whole when anything in it changes; readers never lock.
/// </summary>
public sealed class World
{
    private readonly FrozenDictionary<RoomId, Room> _rooms;
    private readonly FrozenDictionary<ChannelId, Room> _channels;

    public World(WorldData data)
    {
        Row = data.World;
        Stamp = data.Stamp;
        Config = WorldConfig.Compile(data.World.Config);
        Roles = RoleTable.Compile(data.World.Roles);
        TraitGrants = TraitGrants.Compile(data.World.TraitGrants);
        Features = FeatureFlags.Compile(data.World.FeatureFlags);

        var rooms = new Room[data.Rooms.Count];
        var byId = new Dictionary<RoomId, Room>(rooms.Length);
        var byChannel = new Dictionary<ChannelId, Room>();
        for (var index = 0; index < rooms.Length; index++)
        {
            var room = new Room(data.Rooms[index]);
            rooms[index] = room;
            byId.Add(room.Id, room);
            if (room.Channel is { } channel)
            {
                byChannel.Add(channel, room);
            }
        }

        Rooms = rooms;
        Rights = new RightsTable(this);
        _rooms = byId.ToFrozenDictionary();
        _channels = byChannel.ToFrozenDictionary();
    }

    /// <summary>The stored row.</summary>
    public WorldRow Row { get; }

    public WorldId Id => Row.Id;

    /// <summary>The store's stamp when this snapshot was read.</summary>
    public long Stamp { get; }

    public WorldConfig Config { get; }

    public RoleTable Roles { get; }

    public FeatureFlags Features { get; }

    public TraitGrants TraitGrants { get; }

    /// <summary>Undeleted rooms in display order; the first visible one is the landing page.</summary>
    public IReadOnlyList<Room> Rooms { get; }

    /// <summary>Rights of users in this snapshot.</summary>
    public RightsTable Rights { get; }

    /// <summary>Room by id; null if unknown, deleted or of another world.</summary>
    public Room? FindRoom(RoomId id) => _rooms.GetValueOrDefault(id);

    /// <summary>Room of a channel; null if the channel is unknown, has no room, or the room is deleted or of another world.</summary>
    public Room? FindRoom(ChannelId channel) => _channels.GetValueOrDefault(channel);
}
