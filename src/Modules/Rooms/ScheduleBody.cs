using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Body of <c>room.schedule</c>; what is empty clears the data.</summary>
[CommandBody]
internal readonly partial record struct ScheduleBody
{
    [BodyField("schedule_data", Kinds = JsonKinds.Any)]
    public RawJson? ScheduleData { get; init; }
}
