using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>Sends <c>world.updated</c> to everybody in a world (world.md section 5). One per node, thread-safe.</summary>
public sealed class WorldUpdates(IWorldConfig config, ILogger logger)
{
    private readonly IWorldConfig _config = config;
    private readonly ILogger _logger = logger;

    // Lives as long as the node's copy of the world; any thread adds.
    private readonly ConditionalWeakTable<WorldState, WorldUpdateLine> _lines = [];

    /// <summary>
    /// The world of this session was changed, and the reply is on its way: everybody gets a world config that was read after this call, soon. Several requests in a
    /// short time become one push.
    /// </summary>
    public void Request(Session session) =>
        _lines.GetValue(session.WorldState!, world => new WorldUpdateLine(world, session.Services, _config, _logger)).Request();
}
