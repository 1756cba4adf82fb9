using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Storage;

/// <summary>Storage's log messages. Ids 4000 to 4999; next free: 4020.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(4000, LogLevel.Warning, "The database did not take a batch of {Units} writes: {Reason}")]
    public static partial void BatchFailed(ILogger logger, int units, string reason);

    [LoggerMessage(4001, LogLevel.Warning, "A batch of {Units} writes is repeated in parts: {Reason}")]
    public static partial void BatchRepeated(ILogger logger, int units, string reason);

    [LoggerMessage(4002, LogLevel.Error, "The continuation of a committed write failed")]
    public static partial void CompletionFailed(ILogger logger, Exception exception);

    [LoggerMessage(4003, LogLevel.Critical, "The database writer stopped")]
    public static partial void WriterStopped(ILogger logger, Exception exception);

    [LoggerMessage(4009, LogLevel.Error, "A batch of {Units} writes failed unexpectedly")]
    public static partial void BatchAbandoned(ILogger logger, int units, Exception exception);

    [LoggerMessage(4010, LogLevel.Error, "It could not be found out in time whether a batch was stored; its commands got server.unavailable: {Reason}")]
    public static partial void CommitUnknown(ILogger logger, string reason);

    [LoggerMessage(4011, LogLevel.Warning, "Read pointers could not be stored and stay in memory: {Reason}")]
    public static partial void ReadStateNotStored(ILogger logger, string reason);

    [LoggerMessage(4004, LogLevel.Warning, "Redis at {Address} is away: {Reason}")]
    public static partial void RedisLost(ILogger logger, string address, string reason);

    [LoggerMessage(4005, LogLevel.Information, "Redis at {Address} is back")]
    public static partial void RedisRestored(ILogger logger, string address);

    [LoggerMessage(4006, LogLevel.Warning, "Stopping: Redis did not take in time what was still to be delivered")]
    public static partial void RedisDeliveryAbandoned(ILogger logger);

    [LoggerMessage(4007, LogLevel.Error, "A delivery to Redis failed and is tried again")]
    public static partial void RedisDeliveryFailed(ILogger logger, Exception exception);

    [LoggerMessage(4008, LogLevel.Warning, "Redis refused a change of {Key}: {Reason}")]
    public static partial void RedisKeyRefused(ILogger logger, string key, string reason);

    [LoggerMessage(4012, LogLevel.Warning, "World {World} is cut off from the other nodes: {Reason}")]
    public static partial void BrokerCut(ILogger logger, string world, string reason);

    [LoggerMessage(4018, LogLevel.Information, "World {World} is in touch with the other nodes again")]
    public static partial void BrokerMended(ILogger logger, string world);

    [LoggerMessage(4019, LogLevel.Error, "A request of an operator's command failed")]
    public static partial void OperatorRequestFailed(ILogger logger, Exception exception);

    [LoggerMessage(4013, LogLevel.Error, "A message of another node to world {World} cannot be read: {Reason}")]
    public static partial void BrokerMessageRefused(ILogger logger, string world, string reason);

    [LoggerMessage(4014, LogLevel.Error, "A push to world {World} could not be delivered")]
    public static partial void DeliveryFailed(ILogger logger, string world, Exception exception);

    [LoggerMessage(4015, LogLevel.Warning, "The last connection of user {User} in channel {Channel} is gone, its membership could not be ended yet: {Reason}")]
    public static partial void MembershipNotEnded(ILogger logger, Guid user, Guid channel, string reason);

    [LoggerMessage(4016, LogLevel.Error, "A change in room {Room} could not be shown")]
    public static partial void RoomChangeFailed(ILogger logger, Guid room, Exception exception);

    [LoggerMessage(4017, LogLevel.Warning, "The file {Path} could not be deleted and stays: {Reason}")]
    public static partial void FileNotDeleted(ILogger logger, string path, string reason);

    [LoggerMessage(4040, LogLevel.Warning, "What Redis keeps of {Users} users and {Channels} channels that are gone could not be removed and stays: {Reason}")]
    public static partial void ChatStateStays(ILogger logger, int users, int channels, string reason);

    [LoggerMessage(4041, LogLevel.Warning, "The nodes could not be told to reload connections to world {World}; they notice within their ages: {Reason}")]
    public static partial void NoticeNotSent(ILogger logger, string world, string reason);
}
