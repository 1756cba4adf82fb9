using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Host.Profiling;

/// <summary>A step of the disconnect clean-up, measured.</summary>
internal sealed class ProfiledCleanUp(ISessionCleanUp step, CpuProfile profile) : ISessionCleanUp
{
    private readonly ISessionCleanUp _step = step;
    private readonly CpuProfile _profile = profile;

    /// <inheritdoc/>
    public string Name => _step.Name;

    /// <inheritdoc/>
    public ValueTask CleanUpAsync(Session session, ConnectionClosed closed) =>
        new(_profile.RunAsync($"(disconnect) {Name}", () => _step.CleanUpAsync(session, closed).AsTask()));
}
