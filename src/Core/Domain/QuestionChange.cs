namespace Venueless.Fast.Core.Domain;

/// <summary>An update of a question.</summary>
/// <param name="Question">As it is now.</param>
/// <param name="WasVisible">Before the update.</param>
public sealed record QuestionChange(Question Question, bool WasVisible);
