using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Generators.Tests.Samples;

[CommandBody]
internal readonly partial record struct IdBody
{
    [BodyField("id")]
    public PossibleId Id { get; init; }
}
