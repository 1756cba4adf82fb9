using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Polls;

/// <summary>Body of <c>poll.update</c>; what is absent is left alone, and so are the options without a list.</summary>
[CommandBody]
internal readonly partial record struct UpdateBody
{
    [BodyField("id")]
    public Guid Id { get; init; }

    [BodyField("content")]
    public string? Content { get; init; }

    [BodyField("state")]
    public string? State { get; init; }

    [BodyField("poll_type")]
    public string? Type { get; init; }

    [BodyField("is_pinned")]
    public bool? IsPinned { get; init; }

    [BodyField("options", Kinds = JsonKinds.Array, NullIsAbsent = true)]
    public RawJson? Options { get; init; }
}
