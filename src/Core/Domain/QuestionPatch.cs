namespace Venueless.Fast.Core.Domain;

/// <summary>Columns of a question to be written; null: left alone.</summary>
/// <param name="State">One of <see cref="QuestionStates"/>.</param>
public sealed record QuestionPatch(string? Content, string? State, bool? IsAnswered, bool? IsPinned);
