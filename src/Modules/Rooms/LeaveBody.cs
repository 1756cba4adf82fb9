using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Body of <c>room.leave</c>, which has no gate: a room that was deleted meanwhile can still be left.</summary>
[CommandBody(RefusesNull = true)]
internal readonly partial record struct LeaveBody
{
    private const JsonKinds Scalar = JsonKinds.String | JsonKinds.Number | JsonKinds.Boolean | JsonKinds.Null;

    /// <summary>Wins over the channel.</summary>
    [BodyField("room", Kinds = Scalar)]
    public RawJson? Room { get; init; }

    [BodyField("channel", Kinds = Scalar)]
    public RawJson? Channel { get; init; }
}
