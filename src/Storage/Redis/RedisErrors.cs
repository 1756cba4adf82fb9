using StackExchange.Redis;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Redis;

/// <summary>What the client throws when Redis is away, slow or refuses.</summary>
internal static class RedisErrors
{
    public static bool IsUnavailable(Exception exception) => exception is RedisException or TimeoutException or ObjectDisposedException;

    public static StoreUnavailableException Unavailable(Exception exception) => new($"Redis is not available: {exception.Message}", exception);

    /// <summary>True when the command has certainly not been executed, so that repeating it cannot count twice.</summary>
    public static bool IsUnsent(Exception exception) => exception switch
    {
        RedisConnectionException connection => connection.CommandStatus != CommandStatus.Sent,
        RedisTimeoutException timeout => timeout.Commandstatus != CommandStatus.Sent,
        _ => false,
    };

    /// <summary>True when somebody uses the key for something else: trying again would never end. Before Redis 7 a script's error names the script first.</summary>
    public static bool IsHopeless(Exception exception) =>
        exception is RedisServerException && exception.Message.Contains("WRONGTYPE ", StringComparison.Ordinal);
}
