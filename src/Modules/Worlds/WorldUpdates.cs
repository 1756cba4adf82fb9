using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>One line of pushes per world. One per node, thread-safe.</summary>
public sealed class WorldUpdates(IWorldConfig config, ILogger logger) : IWorldUpdates
{
    private readonly IWorldConfig _config = config;
    private readonly ILogger _logger = logger;

    // Lives as long as the node's copy of the world; any thread adds.
    private readonly ConditionalWeakTable<WorldState, WorldUpdateLine> _lines = [];

    /// <inheritdoc/>
    public void Request(Session session, bool withSchedule = false) =>
        _lines.GetValue(session.WorldState!, world => new WorldUpdateLine(world, session.Services, _config, _logger)).Request(withSchedule);
}
