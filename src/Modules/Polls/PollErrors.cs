using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Polls;

/// <summary>The polls module's own refusals (polls.md section 2).</summary>
internal static class PollErrors
{
    /// <summary>The module is closed.</summary>
    public static readonly ErrorCode Inactive = new("poll.inactive");

    /// <summary>A vote that cannot be counted; the message says why.</summary>
    public static readonly ErrorCode Vote = new("poll.vote");

    public static CommandResult Unknown => CommandResult.InvalidBody("body.id: unknown poll");
}
