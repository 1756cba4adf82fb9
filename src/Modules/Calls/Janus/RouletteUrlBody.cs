using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Calls.Janus;

/// <summary>Body of <c>januscall.roulette_url</c>; without an id it is nobody's call.</summary>
[CommandBody(RefusesNull = true)]
internal readonly partial record struct RouletteUrlBody
{
    [BodyField("call_id", NullIsAbsent = true)]
    public Guid? Call { get; init; }
}
