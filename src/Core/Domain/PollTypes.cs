namespace Venueless.Fast.Core.Domain;

/// <summary>Values of <c>core_poll.poll_type</c>: stored, neither enforced nor sent.</summary>
public static class PollTypes
{
    public const string Choice = "choice";
    public const string Multi = "multi";

    public static bool IsKnown(string type) => type is Choice or Multi;
}
