using Venueless.Fast.LoadTest.Attendees;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Scenarios;

/// <summary>The audience is spread evenly over many rooms, and each has its own conversation.</summary>
internal sealed class WorkshopsScenario(Crowd crowd) : Scenario(crowd)
{
    protected override IReadOnlyList<RoomInfo> ChooseRooms(IReadOnlyList<RoomInfo> rooms) => RoomChoice.Many(rooms, Options);
}
