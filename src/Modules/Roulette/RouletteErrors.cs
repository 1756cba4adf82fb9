using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Roulette;

/// <summary>Refusals of the <c>roulette</c> namespace (calls.md part D).</summary>
internal static class RouletteErrors
{
    /// <summary>Nobody is matched without a name.</summary>
    public static readonly ErrorCode MissingProfile = new("roulette.start.missing_profile");

    /// <summary>Not one of the two, or no such call.</summary>
    public static readonly ErrorCode Denied = new("roulette.denied");
}
