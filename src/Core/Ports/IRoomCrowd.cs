using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>How full rooms are, from counters in memory. Thread-safe, never waits: it is asked once per room and login.</summary>
public interface IRoomCrowd
{
    /// <summary>The step last announced for the room; <see cref="CrowdStep.None"/> for rooms nobody has entered.</summary>
    CrowdStep StepOf(RoomId room);
}
