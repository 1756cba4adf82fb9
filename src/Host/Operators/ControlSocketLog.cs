namespace Venueless.Fast.Host.Operators;

/// <summary>Log messages of the control socket. Ids 5600 to 5699; next free: 5605.</summary>
internal static partial class ControlSocketLog
{
    [LoggerMessage(5600, LogLevel.Warning, "Another server uses the same data folder, and without redis the two do not know of each other's clients; {Path} is taken over when it has gone")]
    public static partial void FolderInUse(ILogger logger, string path);

    [LoggerMessage(5601, LogLevel.Warning, "The commands under \"connections\" will not find this server: no socket at {Path}: {Reason}")]
    public static partial void NotListening(ILogger logger, string path, string reason);

    [LoggerMessage(5602, LogLevel.Warning, "A client of the control socket could not be accepted: {Reason}")]
    public static partial void AcceptFailed(ILogger logger, string reason);

    [LoggerMessage(5603, LogLevel.Error, "A request at the control socket failed")]
    public static partial void ClientFailed(ILogger logger, Exception exception);

    [LoggerMessage(5604, LogLevel.Warning, "The running server could not be told to reload connections to {World}; it notices within 30 s: {Reason}")]
    public static partial void NotTold(ILogger logger, string world, string reason);
}
