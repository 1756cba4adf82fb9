namespace Venueless.Fast.Host.Server;

/// <summary>Whether the node takes new work. Thread-safe.</summary>
internal sealed class Lifecycle
{
    // Written once by the stopping thread, read by every request.
    private volatile bool _isDraining;

    /// <summary>True from the request to stop on: no new websockets, <c>/healthcheck/</c> says 503.</summary>
    public bool IsDraining => _isDraining;

    public void BeginDrain() => _isDraining = true;
}
