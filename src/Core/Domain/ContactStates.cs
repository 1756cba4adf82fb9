namespace Venueless.Fast.Core.Domain;

/// <summary>Values of <c>core_contactrequest.state</c>.</summary>
public static class ContactStates
{
    public const string Open = "open";

    /// <summary>Withdrawn, or nobody came in time; may still be answered.</summary>
    public const string Missed = "missed";

    /// <summary>Final.</summary>
    public const string Answered = "answered";
}
