namespace Venueless.Fast.Host.Connections;

// Ids 5100 to 5109 belong to the listener. Next free id: 5103.
internal static partial class ListenerLog
{
    [LoggerMessage(5100, LogLevel.Warning, "{Count} connections were refused within a second: {Open} are open, and more descriptors there are not")]
    public static partial void Refused(ILogger logger, int count, long open);

    [LoggerMessage(5101, LogLevel.Error, "Accepting a connection failed; it goes on")]
    public static partial void AcceptFailed(ILogger logger, Exception exception);

    [LoggerMessage(5102, LogLevel.Error, "A new connection could not be served; it is closed")]
    public static partial void ServeFailed(ILogger logger, Exception exception);
}
