using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Voting;

/// <summary>A body that the service reads when checks are done that come before its faults: whether the module is active.</summary>
[CommandBody]
internal readonly partial record struct LateBody
{
    [BodyField("", Kinds = JsonKinds.Object, AcceptsAnyText = true)]
    public RawJson Whole { get; init; }
}
