namespace Venueless.Fast.Core.Domain;

/// <summary>Values of <c>core_poll.state</c>.</summary>
public static class PollStates
{
    public const string Draft = "draft";
    public const string Open = "open";
    public const string Closed = "closed";
    public const string Archived = "archived";

    public static bool IsKnown(string state) => state is Draft or Open or Closed or Archived;

    /// <summary>Attendees see the poll.</summary>
    public static bool IsShown(string state) => state is Open or Closed;

    /// <summary>The poll keeps its results as they were (polls.md section 1).</summary>
    public static bool KeepsResults(string state) => state is Closed or Archived;
}
