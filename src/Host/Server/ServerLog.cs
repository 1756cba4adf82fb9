namespace Venueless.Fast.Host.Server;

/// <summary>Host's log messages. Ids 5000 to 5999; next free: 5016.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(5000, LogLevel.Information, "Store: {Store}; broker: {Broker}")]
    public static partial void Started(ILogger logger, string store, string broker);

    [LoggerMessage(5001, LogLevel.Information, "Listening on {Address}; at most {Limit} connections")]
    public static partial void Listening(ILogger logger, string address, string limit);

    [LoggerMessage(5002, LogLevel.Information, "Applied {Count} schema steps")]
    public static partial void Migrated(ILogger logger, int count);

    [LoggerMessage(5003, LogLevel.Warning, "Made a new installation secret in {File}; every other node needs a copy")]
    public static partial void SecretCreated(ILogger logger, string file);

    [LoggerMessage(5004, LogLevel.Warning, "sentry.dsn is set but error reporting to Sentry is not supported; it is ignored")]
    public static partial void SentryIgnored(ILogger logger);

    [LoggerMessage(5005, LogLevel.Information, "Stopping: closing {Count} connections")]
    public static partial void Draining(ILogger logger, int count);

    [LoggerMessage(5006, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(5007, LogLevel.Warning, "Stopping: {Count} connections were still open when the time was up")]
    public static partial void DrainTimedOut(ILogger logger, int count);

    [LoggerMessage(5008, LogLevel.Error, "Periodic work {Work} failed")]
    public static partial void PeriodicWorkFailed(ILogger logger, string work, Exception exception);

    [LoggerMessage(5009, LogLevel.Warning, "Health check failed: {Reason}")]
    public static partial void Unhealthy(ILogger logger, string reason);

    [LoggerMessage(5010, LogLevel.Error, "Request {Method} {Path} failed")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(5011, LogLevel.Information, "Memory of the last storm given back: the heap took {Before} MiB and takes {After} MiB; everything paused for {Pause:F0} ms")]
    public static partial void MemoryTrimmed(ILogger logger, long before, long after, double pause);

    [LoggerMessage(5012, LogLevel.Error, "Not everything was written when the {Seconds} s for stopping were up; what it had not written yet, read pointers for instance, may be missing")]
    public static partial void StopTimedOut(ILogger logger, double seconds);

    [LoggerMessage(5013, LogLevel.Error, "Lost at the stop, because no store took it: {What}")]
    public static partial void NotWritten(ILogger logger, string what);

    [LoggerMessage(5014, LogLevel.Information, "Background work only: this process serves nobody")]
    public static partial void BackgroundOnly(ILogger logger);

    [LoggerMessage(5015, LogLevel.Information, "No background work in this process: another server, celery or cron has to do it")]
    public static partial void NoBackgroundWork(ILogger logger);
}
