using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Generators.Tests.Samples;

/// <summary>A body that is one value.</summary>
[CommandBody]
internal readonly partial record struct WholeBody
{
    [BodyField("", Kinds = JsonKinds.Array)]
    public RawJson List { get; init; }
}
