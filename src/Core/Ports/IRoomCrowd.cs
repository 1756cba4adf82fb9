using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>How full rooms are, from counters in memory. Thread-safe; asked once per room and login.</summary>
public interface IRoomCrowd
{
    /// <summary>Brings the counters up to what other nodes know, before a login looks at them. Never fails.</summary>
    ValueTask PrepareAsync(World world) => ValueTask.CompletedTask;

    /// <summary>Never waits. The step last announced for the room; <see cref="CrowdStep.None"/> for rooms nobody has entered.</summary>
    CrowdStep StepOf(RoomId room);
}
