using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Generators.Tests.Samples;

/// <summary>A body that is one value with any text in it.</summary>
[CommandBody]
internal readonly partial record struct AnyTextBody
{
    [BodyField("", Kinds = JsonKinds.Object | JsonKinds.Number, AcceptsAnyText = true)]
    public RawJson Whole { get; init; }
}
