using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>Body of <c>world.config.patch</c>: whatever it is, faults are answered with <c>config.invalid</c>.</summary>
[CommandBody]
internal readonly partial record struct PatchBody
{
    [BodyField("", Kinds = JsonKinds.Any, AcceptsAnyText = true)]
    public RawJson Whole { get; init; }
}
