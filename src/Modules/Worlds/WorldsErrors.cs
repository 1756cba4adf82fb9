using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>The worlds module's own refusals (world.md sections 3 and 4).</summary>
internal static class WorldsErrors
{
    /// <summary>The world has no secret to sign tokens with.</summary>
    public static readonly ErrorCode NoSecret = new("world.tokens.no_secret");

    /// <summary>The job that should have made a report has ended without one.</summary>
    public static readonly ErrorCode ReportFailed = new("report.failed");
}
