namespace Venueless.Fast.Host.Connections;

// Ids 5100 to 5109 belong to the listener. Next free id: 5101.
internal static partial class ListenerLog
{
    [LoggerMessage(5100, LogLevel.Warning, "A connection was refused: {Limit} are open, and more descriptors there are not")]
    public static partial void LimitReached(ILogger logger, long limit);
}
