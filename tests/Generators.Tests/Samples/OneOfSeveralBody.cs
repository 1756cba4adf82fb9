using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Generators.Tests.Samples;

/// <summary>A body of which the handler wants one field or the other.</summary>
[CommandBody(RefusesNull = true)]
internal readonly partial record struct OneOfSeveralBody
{
    [BodyField("one")]
    public string? One { get; init; }

    [BodyField("other")]
    public string? Other { get; init; }
}
