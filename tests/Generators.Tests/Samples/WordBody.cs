using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Generators.Tests.Samples;

/// <summary>A body with a word out of a list.</summary>
[CommandBody]
internal readonly partial record struct WordBody
{
    [BodyField("word")]
    public ShortText? Word { get; init; }
}
