using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Rows of <c>core_shorttoken</c>: log-in links. Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IShortTokenStore
{
    /// <summary>Stores a log-in code. False if the code is taken; nothing is written then.</summary>
    Task<bool> AddAsync(WorldId world, string shortToken, string longToken, DateTimeOffset expires, CancellationToken cancellation = default);

    /// <summary>Stores all codes of the batch, and its audit row <c>world.tokens.generate</c>.</summary>
    Task AddManyAsync(TokenBatch batch, CancellationToken cancellation = default);

    /// <summary>The log-in code's row, expired or not; null if unknown in this world.</summary>
    Task<ShortToken?> FindAsync(WorldId world, string shortToken, CancellationToken cancellation = default);
}
