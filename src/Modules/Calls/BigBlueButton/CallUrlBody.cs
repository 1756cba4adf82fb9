using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Calls.BigBlueButton;

/// <summary>Body of <c>bbb.call_url</c>; without an id it is nobody's call.</summary>
[CommandBody(RefusesNull = true)]
internal readonly partial record struct CallUrlBody
{
    [BodyField("call", NullIsAbsent = true)]
    public Guid? Call { get; init; }
}
