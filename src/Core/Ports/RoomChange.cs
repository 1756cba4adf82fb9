using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>What a room is like after a change.</summary>
/// <param name="Version">Rises with every change of the room: who has seen a later one passes this one over.</param>
/// <param name="IsPresent">The user is in the room on some node.</param>
/// <param name="IsTurn">The user was not there before, or is not any more.</param>
/// <param name="Step">Over all nodes.</param>
/// <param name="IsStepNew">The step is another one than what was last announced by anybody: whoever gets this announces it.</param>
/// <param name="View">The user's open row; 0: not known.</param>
public readonly record struct RoomChange(long Version, bool IsPresent, bool IsTurn, CrowdStep Step, bool IsStepNew, long View);
