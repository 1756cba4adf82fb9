using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Meetings on BigBlueButton servers (calls.md part A). Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IBigBlueButtonStore
{
    /// <summary>The room has had a meeting, and there is an active server for this world that could have its recordings.</summary>
    Task<bool> MayHaveRecordingsAsync(WorldId world, RoomId room, CancellationToken cancellation = default);

    /// <summary>All active servers, in any order.</summary>
    Task<IReadOnlyList<BigBlueButtonServer>> ListActiveServersAsync(CancellationToken cancellation = default);

    /// <summary>Sets the server's <c>cost</c>, and nothing else of it.</summary>
    Task SetCostAsync(Guid server, int cost, CancellationToken cancellation = default);
}
