using StackExchange.Redis;

namespace Venueless.Fast.Storage.Redis.Operators;

/// <summary>The names of the publish-and-subscribe channels between operators' commands and nodes. Channels belong to no database, so the names do.</summary>
internal static class OperatorChannels
{
    /// <summary>Every node listens.</summary>
    public static RedisChannel All(int database) => RedisChannel.Literal($"fast:{database}:operators");

    /// <summary>One node listens.</summary>
    public static RedisChannel Node(int database, string node) => RedisChannel.Literal($"fast:{database}:operators:{node}");

    /// <summary>A command listens for answers.</summary>
    public static RedisChannel Command(int database, string sender) => RedisChannel.Literal($"fast:{database}:operator:{sender}");
}
