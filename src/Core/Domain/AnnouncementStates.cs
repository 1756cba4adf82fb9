namespace Venueless.Fast.Core.Domain;

/// <summary>Values of <c>core_announcement.state</c>, in the only order in which they may follow each other.</summary>
public static class AnnouncementStates
{
    public const string Draft = "draft";
    public const string Active = "active";
    public const string Archived = "archived";

    /// <summary>The state after somebody has asked for another one: what is no allowed change leaves it as it is (announcements.md section 1).</summary>
    /// <param name="wanted">Null: nobody has asked.</param>
    public static string After(string current, string? wanted) =>
        (current, wanted) is (Draft, Active) or (Active, Archived) ? wanted! : current;
}
