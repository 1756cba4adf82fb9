using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Polls;

/// <summary>Body of <c>poll.create</c>: what is missing or empty takes its default.</summary>
[CommandBody]
internal readonly partial record struct CreateBody
{
    [BodyField("content", Kinds = JsonKinds.Any)]
    public RawJson? Content { get; init; }

    [BodyField("options", Kinds = JsonKinds.Any)]
    public RawJson? Options { get; init; }

    [BodyField("state", Kinds = JsonKinds.Any)]
    public RawJson? State { get; init; }

    [BodyField("poll_type", Kinds = JsonKinds.Any)]
    public RawJson? Type { get; init; }
}
