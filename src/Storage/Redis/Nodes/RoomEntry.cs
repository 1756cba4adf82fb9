using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Redis.Nodes;

/// <summary>A user in a room.</summary>
internal readonly record struct RoomEntry(WorldId World, RoomId Room, UserId User)
{
    public static bool TryParse(string text, out RoomEntry entry)
    {
        entry = default;
        var parts = text.Split('/', 3);
        if (parts.Length < 3 || !Guid.TryParse(parts[0], out var room) || !Guid.TryParse(parts[1], out var user))
        {
            return false;
        }

        entry = new RoomEntry(new WorldId(parts[2]), new RoomId(room), new UserId(user));
        return true;
    }

    public override string ToString() => $"{Room}/{User}/{World.Value}";
}
