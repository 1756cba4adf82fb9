using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Redis.Nodes;

/// <summary>A user in a channel.</summary>
internal readonly record struct ChannelEntry(WorldId World, UserId User, ChannelId Channel)
{
    public string Key => RedisChannelNodes.SubscriptionsKey(User, Channel);

    /// <summary>On the shard of <see cref="Key"/>.</summary>
    public string EndingKey => $"fast:chat:ending:{User}:{Channel}";

    public static bool TryParse(string text, out ChannelEntry entry)
    {
        entry = default;
        var parts = text.Split('/', 3);
        if (parts.Length < 3 || !Guid.TryParse(parts[0], out var user) || !Guid.TryParse(parts[1], out var channel))
        {
            return false;
        }

        entry = new ChannelEntry(new WorldId(parts[2]), new UserId(user), new ChannelId(channel));
        return true;
    }

    public override string ToString() => $"{User}/{Channel}/{World.Value}";
}
