using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Questions;

/// <summary>Body of <c>question.delete</c> and <c>question.pin</c>.</summary>
[CommandBody]
internal readonly partial record struct QuestionBody
{
    [BodyField("id")]
    public Guid Id { get; init; }
}
