using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Messaging.Signals;

/// <summary>Obeys in this node what a command beside it has done. Thread-safe.</summary>
public sealed class LocalWorldNotices(WorldReloadedHandler worlds, UserReloadedHandler users, ILogger<LocalWorldNotices> logger) : IWorldNotices
{
    private readonly WorldReloadedHandler _worlds = worlds;
    private readonly UserReloadedHandler _users = users;
    private readonly ILogger _logger = logger;

    /// <inheritdoc/>
    public async ValueTask ReloadAsync(WorldId world, UserId? user, CancellationToken cancellation = default)
    {
        try
        {
            await (user is { } one ? _users.HandleAsync(world, UserSignals.Reloaded(one).Body) : _worlds.HandleAsync(world, default));
        }
        catch (Exception exception)
        {
            // The connections have been told already; what is stale is noticed by its age.
            Log.NodeMessageFailed(_logger, world.Value, exception);
        }
    }
}
