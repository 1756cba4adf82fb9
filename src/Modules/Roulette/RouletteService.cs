using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Roulette;

/// <summary>Rules and effects of the roulette: calls.md part D. One per node, thread-safe.</summary>
/// <remarks>
/// Who waits sits in a call already whose id only the store knows besides. Whoever finds the connection takes a seat in the same call, so that both are in it before
/// either is told, and no node has to know on which one the other is.
/// </remarks>
public sealed class RouletteService(IRouletteStore store)
{
    // The web client renews every 15 s.
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RecentSpan = TimeSpan.FromMinutes(5);

    private readonly IRouletteStore _store = store;

    internal async ValueTask<CommandResult> StartAsync(CommandContext context)
    {
        if (context.User.DisplayName is null)
        {
            return CommandResult.Error(RouletteErrors.MissingProfile);
        }

        var session = context.Session;
        LeaveEndedCalls(session);
        while (true)
        {
            var waiting = FindWaitingSeat(session, context.Room!.Id);
            var seat = waiting ?? session.TakeSeat(new CallId(Guid.NewGuid()), context.Room.Id, CallSeatState.Waiting);
            var outcome = await _store.StartAsync(RequestOf(context, seat.Call, isRenewal: waiting is not null));
            if (outcome.Other is not { } other)
            {
                ReplyWait(context, outcome.RecentPairs);
                return CommandResult.Success;
            }

            if (outcome.Call != seat.Call)
            {
                session.LeaveSeat(seat);
                session.TakeSeat(outcome.Call, null, CallSeatState.Running);
                context.PublishAfterReply(
                    TopicKey.Call(outcome.Call), RouletteBroadcasts.MatchFound(outcome.Call, context.User, context.World, context.Now, session));
            }
            else if (!seat.TryBegin() && seat.State == CallSeatState.Over)
            {
                // Somebody had found this connection, and has hung up already: the command asks for the next one.
                continue;
            }

            ReplyMatch(context, outcome.Call, new User(other));
            return CommandResult.Success;
        }
    }

    internal async ValueTask<CommandResult> StopAsync(CommandContext context)
    {
        await WithdrawAsync(context.Session);
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> ReconnectAsync(CommandContext context, CallBody body)
    {
        if (context.User.IsSilenced || body.Call is not { } id || !await _store.IsPairedAsync(new CallId(id), context.User.Id))
        {
            return CommandResult.Error(RouletteErrors.Denied);
        }

        var session = context.Session;
        LeaveEndedCalls(session);
        var call = new CallId(id);
        var seat = session.FindSeat(call) ?? session.TakeSeat(call, null, CallSeatState.Running);
        seat.TryBegin();
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> HangUpAsync(CommandContext context, CallBody body)
    {
        if (body.Call is not { } id || !await _store.IsPairedAsync(new CallId(id), context.User.Id))
        {
            return CommandResult.Error(RouletteErrors.Denied);
        }

        var call = new CallId(id);
        if (context.Session.FindSeat(call) is { } seat)
        {
            context.Session.LeaveSeat(seat);
        }

        context.PublishAfterReply(TopicKey.Call(call), RouletteBroadcasts.HangUp(call, context.Session));
        return CommandResult.Success;
    }

    /// <summary>The connection is closed: it waits nowhere, and leaves its calls.</summary>
    /// <param name="hangsUp">Who is in a call with it is told.</param>
    internal async ValueTask CleanUpAsync(Session session, bool hangsUp)
    {
        // Running ones first: for them the store is not needed. A waiting one may have been found a moment ago.
        EndCalls(session, CallSeatState.Running, hangsUp);
        try
        {
            await WithdrawAsync(session);
        }
        finally
        {
            EndCalls(session, CallSeatState.Waiting, hangsUp);
            EndCalls(session, CallSeatState.Running, hangsUp);
            EndCalls(session, CallSeatState.Over, hangsUp: false);
        }
    }

    private static void EndCalls(Session session, CallSeatState state, bool hangsUp)
    {
        foreach (var seat in session.CallSeats)
        {
            if (seat.State == state)
            {
                session.LeaveSeat(seat);
                if (hangsUp)
                {
                    session.Services.Broker.Publish(session.WorldState!.Current.Id, TopicKey.Call(seat.Call), RouletteBroadcasts.HangUp(seat.Call, session));
                }
            }
        }
    }

    private static void LeaveEndedCalls(Session session)
    {
        foreach (var seat in session.CallSeats)
        {
            if (seat.State == CallSeatState.Over)
            {
                session.LeaveSeat(seat);
            }
        }
    }

    private static CallSeat? FindWaitingSeat(Session session, RoomId room)
    {
        foreach (var seat in session.CallSeats)
        {
            if (seat.State == CallSeatState.Waiting && seat.Room == room)
            {
                return seat;
            }
        }

        return null;
    }

    private static RouletteRequest RequestOf(CommandContext context, CallId call, bool isRenewal)
    {
        var now = context.Now;
        var room = context.Room!;
        return new RouletteRequest(
            context.World.Id,
            room.Id,
            context.User.Id,
            context.Session.SocketId,
            call,
            isRenewal,
            now,
            now + Validity,
            now - RematchInterval.Read(room.FindModule(ModuleTypes.Roulette)!.Config),
            now - RecentSpan);
    }

    private static void ReplyWait(CommandContext context, long recentPairs)
    {
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteString("status"u8, "wait"u8);
        json.WriteNumber("recent_pairs"u8, recentPairs);
        json.WriteEndObject();
    }

    private static void ReplyMatch(CommandContext context, CallId call, User other)
    {
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteString("status"u8, "match"u8);
        json.WritePropertyName("other_user"u8);
        UserObject.Write(json, other, context.World, context.Now);
        json.WriteString("call_id"u8, call.Value);
        json.WriteEndObject();
    }

    // Gives up the seats of requests that nobody has found; the others are calls.
    private async ValueTask WithdrawAsync(Session session)
    {
        var isWaiting = false;
        foreach (var seat in session.CallSeats)
        {
            isWaiting |= seat.State == CallSeatState.Waiting;
        }

        if (!isWaiting)
        {
            return;
        }

        foreach (var call in await _store.WithdrawAsync(session.SocketId))
        {
            if (session.FindSeat(call) is { } seat)
            {
                session.LeaveSeat(seat);
            }
        }
    }
}
