using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Who waits and who has met in the roulette (calls.md part D). Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IRouletteStore
{
    /// <summary>
    /// Finds somebody or waits, as one unit. The units of one room follow each other, on all nodes: of two who look at once, the second finds the first, and nobody is
    /// found twice.
    /// </summary>
    Task<RouletteOutcome> StartAsync(RouletteRequest request, CancellationToken cancellation = default);

    /// <summary>The connection waits nowhere any more. Returns where it was still waiting; whoever is missing there was found before.</summary>
    Task<IReadOnlyList<CallId>> WithdrawAsync(Guid socket, CancellationToken cancellation = default);

    /// <summary>Whether the user is one of the two in the call.</summary>
    Task<bool> IsPairedAsync(CallId call, UserId user, CancellationToken cancellation = default);
}
