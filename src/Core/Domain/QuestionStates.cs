namespace Venueless.Fast.Core.Domain;

/// <summary>Values of <c>core_question.state</c>.</summary>
public static class QuestionStates
{
    public const string Visible = "visible";
    public const string Queued = "mod_queue";
    public const string Archived = "archived";

    public static bool IsKnown(string state) => state is Visible or Queued or Archived;
}
