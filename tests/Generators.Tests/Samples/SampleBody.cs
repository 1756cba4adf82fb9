using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Generators.Tests.Samples;

/// <summary>Every type and option of a body field.</summary>
[CommandBody]
public readonly partial record struct SampleBody
{
    [BodyField("channel")]
    public Guid Channel { get; init; }

    [BodyField("event_type", MaxLength = 5)]
    public string EventType { get; init; }

    [BodyField("content", Kinds = JsonKinds.Object)]
    public RawJson? Content { get; init; }

    [BodyField("extra")]
    public RawJson? Extra { get; init; }

    [BodyField("any", Kinds = JsonKinds.Any)]
    public RawJson? Any { get; init; }

    [BodyField("count")]
    public int? Count { get; init; }

    [BodyField("id", NullIsAbsent = true)]
    public long? Id { get; private init; }

    [BodyField("ratio")]
    public double? Ratio { get; init; }

    [BodyField("is_open")]
    public bool? IsOpen { get; init; }

    [BodyField("ids")]
    public string[]? Ids { get; init; }

    [BodyField("name", NullIsAbsent = true)]
    public string? @Name { get; init; }

    [BodyField("note")]
    public string? Note { get; init; }
}
