using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Reactions: counted at once, announced and stored once per second and room (rooms.md section 7). One per node, thread-safe.</summary>
/// <remarks>Per reaction 0 B; per tick a broadcast and one unit of the writer (ReactionAllocationTests).</remarks>
public sealed class ReactionService(IReactionTally tally, IReactionStore store, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly IReactionTally _tally = tally;
    private readonly IReactionStore _store = store;
    private readonly TimeProvider _time = time;
    private readonly ILogger _logger = logger;

    // A room's tick stays once somebody has reacted in it: rooms are few.
    private readonly ConcurrentDictionary<RoomId, ReactionTick> _ticks = new();

    /// <summary>Announces and stores what is counted, as the end of its second would.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (_, tick) in _ticks)
        {
            await tick.DisposeAsync();
        }
    }

    internal ValueTask<CommandResult> ReactAsync(CommandContext context, ReactBody body)
    {
        if (body.Reaction is not { } text || !RoomReactions.TryFind(text.Utf8, out var reaction))
        {
            return new ValueTask<CommandResult>(CommandResult.Error(RoomErrors.UnknownReaction, "Unknown reaction"));
        }

        var adding = _tally.AddAsync(context.World.Id, context.Room!.Id, context.User.Id, reaction);
        if (!adding.IsCompletedSuccessfully)
        {
            return ReactSlowAsync(adding, context);
        }

#pragma warning disable VSTHRD103 // Completed: nothing blocks.
        StartTickIf(adding.Result, context);
#pragma warning restore VSTHRD103
        return new ValueTask<CommandResult>(CommandResult.Success);
    }

    private async ValueTask<CommandResult> ReactSlowAsync(ValueTask<ReactionStep> adding, CommandContext context)
    {
        StartTickIf(await adding, context);
        return CommandResult.Success;
    }

    private void StartTickIf(ReactionStep step, CommandContext context)
    {
        if (step == ReactionStep.OwnsTick)
        {
            TickOf(context).Start();
        }
    }

    private ReactionTick TickOf(CommandContext context) => _ticks.GetOrAdd(
        context.Room!.Id,
        static (room, from) => new ReactionTick(
            from.Service._tally, from.Service._store, from.Service._time, from.Service._logger, from.Session.Services.Broker, from.Session.WorldState!, room),
        (Service: this, context.Session));
}
