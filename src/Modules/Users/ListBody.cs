using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Users;

/// <summary>Body of <c>user.list</c>, as a whole: an empty one means something else than one that only holds unknown keys.</summary>
[CommandBody]
internal readonly partial record struct ListBody
{
    [BodyField("", Kinds = JsonKinds.Object | JsonKinds.Null)]
    public RawJson Whole { get; init; }
}
