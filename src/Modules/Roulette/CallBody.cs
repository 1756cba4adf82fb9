using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Roulette;

/// <summary>Body of the commands about one call; without an id it is nobody's call.</summary>
[CommandBody(RefusesNull = true)]
internal readonly partial record struct CallBody
{
    [BodyField("call_id", NullIsAbsent = true)]
    public Guid? Call { get; init; }
}
