namespace Venueless.Fast.Core.Ports;

/// <summary>Whether the store can do its work now, for <c>/healthcheck/</c>.</summary>
public interface IStoreHealth
{
    /// <summary>Completes when the store has answered; throws <see cref="StoreUnavailableException"/> when it does not.</summary>
    Task CheckAsync(CancellationToken cancellation = default);
}
