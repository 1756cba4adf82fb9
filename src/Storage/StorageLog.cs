using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Storage;

/// <summary>Storage's log messages. Ids 4000 to 4999; next free: 4004.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(4000, LogLevel.Warning, "The database did not take a batch of {Units} writes: {Reason}")]
    public static partial void BatchFailed(ILogger logger, int units, string reason);

    [LoggerMessage(4001, LogLevel.Warning, "A batch of {Units} writes is repeated one by one: {Reason}")]
    public static partial void BatchRepeated(ILogger logger, int units, string reason);

    [LoggerMessage(4002, LogLevel.Error, "The continuation of a committed write failed")]
    public static partial void CompletionFailed(ILogger logger, Exception exception);

    [LoggerMessage(4003, LogLevel.Critical, "The database writer stopped")]
    public static partial void WriterStopped(ILogger logger, Exception exception);
}
