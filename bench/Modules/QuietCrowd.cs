using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Bench.Modules;

/// <summary>Nobody anywhere.</summary>
internal sealed class QuietCrowd : IRoomCrowd
{
    public CrowdStep StepOf(RoomId room) => CrowdStep.None;
}
