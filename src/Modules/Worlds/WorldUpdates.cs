using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Signals;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>One line of pushes per world and node; the other nodes are told to push by themselves. One per node, thread-safe.</summary>
public sealed class WorldUpdates(
    WorldDirectory worlds, UserDirectory users, TopicRegistry topics, IWorldConfig config, TimeProvider time, ILogger logger) : IWorldUpdates, ISignalHandler
{
    private static readonly Signal Updated = new(SignalKind.WorldUpdated, default);
    private static readonly Signal UpdatedWithSchedule = new(SignalKind.WorldUpdated, new byte[] { 1 });

    private readonly WorldDirectory _worlds = worlds;
    private readonly UserDirectory _users = users;
    private readonly TopicRegistry _topics = topics;
    private readonly TimeProvider _time = time;
    private readonly IWorldConfig _config = config;
    private readonly ILogger _logger = logger;

    // Lives as long as the node's copy of the world; any thread adds.
    private readonly ConditionalWeakTable<WorldState, WorldUpdateLine> _lines = [];

    /// <inheritdoc/>
    public SignalKind Kind => SignalKind.WorldUpdated;

    /// <inheritdoc/>
    public void Request(Session session, bool withSchedule = false)
    {
        LineOf(session.WorldState!).Request(withSchedule);
        var pushes = new PushList();
        pushes.Add(WorldChangedHandler.World);
        pushes.Add(withSchedule ? UpdatedWithSchedule : Updated);
        session.Services.Broker.Publish(session.WorldState!.Id, pushes);
    }

    /// <inheritdoc/>
    public ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body)
    {
        if (_worlds.FindLoaded(world) is { } state)
        {
            LineOf(state).Request(withSchedule: !body.IsEmpty);
        }

        return ValueTask.CompletedTask;
    }

    private WorldUpdateLine LineOf(WorldState world) =>
        _lines.GetValue(world, known => new WorldUpdateLine(known, _users, _topics, _config, _time, _logger));
}
