using System.Text.Json;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Concurrency;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Entering and leaving rooms: rooms.md sections 4 and 6. One per node, thread-safe.</summary>
/// <param name="exchange">Null: the node is alone.</param>
public sealed partial class RoomService(
    IRoomViewStore views, IPollStore polls, RoomPresence presence, ILogger logger, CrowdExchange? exchange = null)
{
    private readonly IRoomViewStore _views = views;
    private readonly IPollStore _polls = polls;
    private readonly RoomPresence _presence = presence;
    private readonly ILogger _logger = logger;
    private readonly CrowdExchange? _exchange = exchange;

    // The connections of one user enter and leave one room one after the other, so that one view row serves them all and pushes follow their order.
    private readonly KeyedGate<(UserId, RoomId)> _gates = new();

    internal ValueTask<CommandResult> EnterAsync(CommandContext context) =>
        context.Room!.HasPolls && context.Rights.Has(Permission.RoomPollVote, context.Room)
            ? EnterVoterAsync(context)
            : EnterAsync(context, []);

    /// <summary>Kiosks, anonymous guests and those who do not want it are never listed.</summary>
    internal static bool IsShown(User user) => user.IsPerson && user.Row.ShowPublicly;

    /// <summary>Checks R1 and R2, but leaves a room that is gone too.</summary>
    internal async ValueTask<CommandResult> LeaveAsync(CommandContext context, LeaveBody body)
    {
        var id = FindRoomId(context.World, body);
        if (id is { } room && Find(context.Session, room) is { } entered)
        {
            await LeaveAsync(context.Session, context.World, context.User, entered, context);
            return CommandResult.Replied;
        }

        // Whoever votes from outside of the room receives results, too.
        if (id is { } other)
        {
            context.Session.Polls.Leave(other);
        }

        return id is { } known && context.World.FindRoom(known) is not null
            ? CommandResult.Success
            : CommandResult.Error(ErrorCodes.RoomUnknown, ErrorMessages.UnknownRoom);
    }

    /// <summary>A closed session leaves every room it is in.</summary>
    internal async ValueTask CleanUpAsync(Session session)
    {
        session.Polls.Clear();
        if (session.EnteredRooms.Count == 0 || session.UserState is not { Current: var user })
        {
            return;
        }

        // First all topics, at once: the clean-up has a time limit, and the session loses its user after it.
        EnteredRoom[] rooms = [.. session.EnteredRooms];
        foreach (var entered in rooms)
        {
            StopReceiving(session, entered);
        }

        foreach (var entered in rooms)
        {
            await EndPresenceAsync(session, session.WorldState!.Current, user, entered.Room, null);
        }
    }

    /// <summary>Counts the connection, subscribes it and replies. False: the room was deleted while the view was being opened, here or by somebody else.</summary>
    private static bool TryEnter(CommandContext context, RoomCrowd crowd, EnteredRoom? entered, long view, IReadOnlyList<PollId> voted)
    {
        var (session, room, user) = (context.Session, context.Room!, context.User);
        lock (crowd.Lock)
        {
            if (crowd.IsClosed || session.WorldState!.Current.FindRoom(room.Id) is null)
            {
                return false;
            }

            if (entered is null)
            {
                AddLocked(crowd, user.Id, view);
                if (IsShown(user))
                {
                    RoomBroadcasts.PublishViewerAdded(session.Services.Broker, room.Id, user, context.World, context.Now, session);
                }
            }

            Receive(session, room, entered, context.Rights.In(room).Permissions, voted);
            WriteEnteredLocked(context, crowd);
            context.SendReply();
            return true;
        }
    }

    private static EnteredRoom? Find(Session session, RoomId room)
    {
        foreach (var entered in session.EnteredRooms)
        {
            if (entered.Room == room)
            {
                return entered;
            }
        }

        return null;
    }

    private static bool IsPresent(RoomCrowd crowd, UserId user)
    {
        lock (crowd.Lock)
        {
            return crowd.Users.ContainsKey(user);
        }
    }

    private static void AddLocked(RoomCrowd crowd, UserId user, long view)
    {
        if (crowd.Users.TryGetValue(user, out var present))
        {
            present.Connections++;
        }
        else
        {
            crowd.Users.Add(user, new PresentUser(view));
        }
    }

    private static void Receive(Session session, Room room, EnteredRoom? entered, PermissionSet permissions, IReadOnlyList<PollId> voted)
    {
        var subscriptions = RoomReceptions.Update(session, entered?.Subscriptions ?? [], RoomReceptions.Of(room.Id, permissions));
        if (entered is not null)
        {
            session.EnteredRooms.Remove(entered);
        }

        session.EnteredRooms.Add(new EnteredRoom(room.Id, subscriptions));
        session.Polls.Enter(room.Id, RoomReceptions.HasLiveResults(permissions), voted);
    }

    private static void StopReceiving(Session session, EnteredRoom entered)
    {
        session.EnteredRooms.Remove(entered);
        session.Polls.Leave(entered.Room);
        foreach (var subscription in entered.Subscriptions)
        {
            TopicRegistry.Unsubscribe(subscription);
        }
    }

    private static void WriteEnteredLocked(CommandContext context, RoomCrowd crowd)
    {
        var json = context.BeginReply();
        json.WriteStartObject();
        if (context.Rights.Has(Permission.RoomViewers, context.Room!))
        {
            json.WriteStartArray("viewers"u8);
            foreach (var (id, _) in crowd.Users)
            {
                WriteViewer(json, context.Session.Services.Users.Find(id), context.World, context.Now);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    // Whoever is in the room is connected here, so nothing is read from the store.
    private static void WriteViewer(Utf8JsonWriter json, UserState? state, World world, DateTimeOffset now)
    {
        if (state is { Current: { IsBanned: false } user } && IsShown(user))
        {
            UserObject.Write(json, user, world, now);
        }
    }

    private static RoomId? FindRoomId(World world, LeaveBody body) =>
        body.Room is { } room ? (ReadGuid(room) is { } id ? new RoomId(id) : null)
        : body.Channel is { } channel && ReadGuid(channel) is { } channelId ? world.FindRoom(new ChannelId(channelId))?.Id
        : null;

    private static Guid? ReadGuid(RawJson json)
    {
        var reader = new Utf8JsonReader(json.Utf8);
        reader.Read();
        return JsonInput.TryReadGuid(ref reader, out var id) ? id : null;
    }

    private async ValueTask<CommandResult> EnterVoterAsync(CommandContext context) =>
        await EnterAsync(context, await _polls.ReadVotedAsync(context.Room!.Id, context.User.Id));

    private ValueTask<CommandResult> EnterAsync(CommandContext context, IReadOnlyList<PollId> voted) =>
        _exchange is { } exchange ? EnterSharedAsync(context, exchange, voted) : EnterAloneAsync(context, voted);

    private async ValueTask<CommandResult> EnterAloneAsync(CommandContext context, IReadOnlyList<PollId> voted)
    {
        var (session, room, user, world) = (context.Session, context.Room!, context.User, context.World);
        var crowd = _presence.Of(room.Id);
        using (await _gates.EnterAsync((user.Id, room.Id)))
        {
            var entered = Find(session, room.Id);
            var isFirst = entered is null && !IsPresent(crowd, user.Id);
            var view = isFirst
                ? await _views.OpenAsync(room.Id, user.Id, context.Now, deleteOpen: !world.Config.TracksRoomViews)
                : 0;
            if ((isFirst && view == 0) || !TryEnter(context, crowd, entered, view, voted))
            {
                if (view != 0)
                {
                    await EndViewAsync(session, world, room.Id, view);
                }

                return CommandResult.Error(ErrorCodes.RoomUnknown, ErrorMessages.UnknownRoom);
            }
        }

        _presence.Announce(session.Services.Broker, world.Id, room.Id);
        return CommandResult.Replied;
    }

    private ValueTask LeaveAsync(Session session, World world, User user, EnteredRoom entered, CommandContext context)
    {
        StopReceiving(session, entered);
        return EndPresenceAsync(session, world, user, entered.Room, context);
    }

    /// <summary>One connection less. A view that cannot be ended in the store stays open there until the user enters again; presence does not wait for it.</summary>
    /// <param name="context">The command that is replied to; null: none.</param>
    private ValueTask EndPresenceAsync(Session session, World? world, User user, RoomId room, CommandContext? context) => _exchange is { } exchange
        ? EndSharedPresenceAsync(session, world, user, room, context, exchange)
        : EndAloneAsync(session, world, user, room, context);

    private async ValueTask EndAloneAsync(Session session, World? world, User user, RoomId room, CommandContext? context)
    {
        var crowd = _presence.Of(room);
        var broker = session.Services.Broker;
        using (await _gates.EnterAsync((user.Id, room)))
        {
            if (TakeLastView(crowd, user.Id) is { } view)
            {
                await EndViewAsync(session, world, room, view);
            }

            lock (crowd.Lock)
            {
                var isGone = RemoveLocked(crowd, user.Id);
                if (isGone && IsShown(user))
                {
                    RoomBroadcasts.PublishViewerRemoved(broker, user.Row.World, room, user.Id);
                }

                context?.SendReply();
            }
        }

        _presence.Announce(broker, user.Row.World, room);
    }

    /// <summary>The view that ends with the only connection left; null while there are others. Under the user's gate.</summary>
    private static long? TakeLastView(RoomCrowd crowd, UserId user)
    {
        lock (crowd.Lock)
        {
            return crowd.Users.TryGetValue(user, out var present) && present.Connections == 1 ? present.View : null;
        }
    }

    private static bool RemoveLocked(RoomCrowd crowd, UserId user)
    {
        // Nobody is left in a room that was deleted.
        if (!crowd.Users.TryGetValue(user, out var present))
        {
            return false;
        }

        present.Connections--;
        return present.Connections == 0 && crowd.Users.Remove(user);
    }

    private async ValueTask EndViewAsync(Session session, World? world, RoomId room, long view)
    {
        try
        {
            await _views.EndAsync(view, session.Services.Time.GetUtcNow(), delete: world is { Config.TracksRoomViews: false });
        }
        catch (StoreUnavailableException exception)
        {
            RoomLog.ViewNotEnded(_logger, view, room.Value, exception.Message);
        }
    }
}
