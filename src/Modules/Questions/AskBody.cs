using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Questions;

/// <summary>Body of <c>question.ask</c>.</summary>
[CommandBody]
internal readonly partial record struct AskBody
{
    [BodyField("content")]
    public string Content { get; init; }
}
