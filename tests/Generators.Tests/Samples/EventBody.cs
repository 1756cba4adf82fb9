using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Generators.Tests.Samples;

/// <summary>The number of an event in a body.</summary>
[CommandBody]
internal readonly partial record struct EventBody
{
    [BodyField("event")]
    public PossibleReference? Event { get; init; }
}
