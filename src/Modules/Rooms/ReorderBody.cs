using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Body of <c>room.config.reorder</c>: a bare array of room ids, in which anything else is passed over.</summary>
[CommandBody]
internal readonly partial record struct ReorderBody
{
    [BodyField("", Kinds = JsonKinds.Array)]
    public RawJson Rooms { get; init; }
}
