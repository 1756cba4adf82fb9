using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Body of <c>room.react</c>. Whatever is wrong with the reaction has an error of its own, so nothing is refused here.</summary>
[CommandBody]
internal readonly partial record struct ReactBody
{
    [BodyField("reaction")]
    public ShortText? Reaction { get; init; }
}
