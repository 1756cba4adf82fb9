using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Questions;

/// <summary>Body of <c>question.update</c>; what is absent is left alone.</summary>
[CommandBody]
internal readonly partial record struct UpdateBody
{
    [BodyField("id")]
    public Guid Id { get; init; }

    [BodyField("content")]
    public string? Content { get; init; }

    [BodyField("state")]
    public string? State { get; init; }

    [BodyField("answered")]
    public bool? IsAnswered { get; init; }

    [BodyField("is_pinned")]
    public bool? IsPinned { get; init; }
}
