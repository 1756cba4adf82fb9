using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Meetings on BigBlueButton servers (calls.md part A). Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IBigBlueButtonStore
{
    /// <summary>The room has had a meeting, and there is an active server for this world that could have its recordings.</summary>
    Task<bool> MayHaveRecordingsAsync(WorldId world, RoomId room, CancellationToken cancellation = default);
}
