using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Generators.Tests.Samples;

[CommandBody]
internal partial record struct OptionalBody
{
    [BodyField("page")]
    public int? Page { get; set; }
}
