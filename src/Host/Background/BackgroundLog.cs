namespace Venueless.Fast.Host.Background;

/// <summary>Log messages of background work. Ids 5500 to 5599; next free: 5508.</summary>
internal static partial class BackgroundLog
{
    [LoggerMessage(5500, LogLevel.Error, "Clean-up: the rule {Rule} failed, the others go on")]
    public static partial void RuleFailed(ILogger logger, string rule, Exception exception);

    [LoggerMessage(5501, LogLevel.Information, "Clean-up: {Count} rows by the rule {Rule}")]
    public static partial void RuleApplied(ILogger logger, int count, string rule);

    [LoggerMessage(5502, LogLevel.Warning, "Digital Samba: {Request} failed: {Reason}")]
    public static partial void DigitalSambaFailed(ILogger logger, string request, string reason);

    [LoggerMessage(5503, LogLevel.Warning, "BigBlueButton server {Server} keeps its cost: {Reason}")]
    public static partial void CostNotRead(ILogger logger, string server, string reason);

    [LoggerMessage(5504, LogLevel.Error, "Recurring work {Work} failed")]
    public static partial void WorkFailed(ILogger logger, string work, Exception exception);

    [LoggerMessage(5505, LogLevel.Warning, "Recurring work {Work} is put off: {Reason}")]
    public static partial void WorkPutOff(ILogger logger, string work, string reason);

    [LoggerMessage(5506, LogLevel.Warning, "Recurring work {Work} was taken over by another node and is stopped here")]
    public static partial void WorkLost(ILogger logger, string work);

    [LoggerMessage(5507, LogLevel.Debug, "Recurring work {Work} begins")]
    public static partial void WorkBegins(ILogger logger, string work);
}
