namespace Venueless.Fast.Core.Domain;

/// <summary>A row of <c>core_question</c> with its votes (questions.md section 2).</summary>
/// <param name="State">One of <see cref="QuestionStates"/>.</param>
/// <param name="Sender">Null: the asker is gone.</param>
/// <param name="Score">Number of votes.</param>
public sealed record Question(
    QuestionId Id, RoomId Room, string Content, string State, bool IsAnswered, DateTimeOffset Timestamp, bool IsPinned, UserId? Sender, long Score)
{
    public bool IsVisible => State == QuestionStates.Visible;
}
