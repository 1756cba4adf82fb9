using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Modules.Voting;

/// <summary>Log messages about votes and polls. Ids 3500 to 3599; next free: 3502.</summary>
internal static partial class VotingLog
{
    [LoggerMessage(3500, LogLevel.Warning, "The result of {Subject} is announced later: {Reason}")]
    public static partial void AnnouncementPutOff(ILogger logger, string? subject, string reason);

    [LoggerMessage(3501, LogLevel.Warning, "The chat was not told that poll {Poll} is open: {Reason}")]
    public static partial void PollNotAnnounced(ILogger logger, Guid poll, string reason);
}
