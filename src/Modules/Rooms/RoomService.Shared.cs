using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Rooms;

// Rooms that several nodes share: a user comes with the first connection on any node and goes with the last (rooms.md section 11).
public sealed partial class RoomService
{
    private async ValueTask<CommandResult> EnterSharedAsync(CommandContext context, CrowdExchange exchange, IReadOnlyList<PollId> voted)
    {
        var (session, room, user) = (context.Session, context.Room!, context.User);
        var crowd = _presence.Of(room.Id);
        using (await _gates.EnterAsync((user.Id, room.Id)))
        {
            var entered = Find(session, room.Id);
            var isFirst = entered is null && !IsPresent(crowd, user.Id);
            var change = isFirst ? await exchange.Nodes.EnterAsync(context.World.Id, room.Id, user.Id) : null;
            var view = 0L;
            var isDeleted = false;
            SharedViewers? viewers;
            try
            {
                if (isFirst && change is not { IsTurn: false })
                {
                    view = await _views.OpenAsync(room.Id, user.Id, context.Now, deleteOpen: !context.World.Config.TracksRoomViews);
                    isDeleted = view == 0;
                    await exchange.Nodes.SetViewAsync(context.World.Id, room.Id, user.Id, view);
                }

                viewers = context.Rights.Has(Permission.RoomViewers, room) ? await exchange.ReadViewersAsync(context.World.Id, room.Id) : null;
            }
            catch when (isFirst)
            {
                await TakeBackAsync(context, exchange, crowd, view);
                throw;
            }

            if (isDeleted || !TryEnterShared(context, exchange, crowd, entered, view, change, viewers, voted))
            {
                if (isFirst)
                {
                    await TakeBackAsync(context, exchange, crowd, view);
                }

                return CommandResult.Error(ErrorCodes.RoomUnknown, ErrorMessages.UnknownRoom);
            }
        }

        return CommandResult.Replied;
    }

    /// <summary>As <see cref="TryEnter"/>. Viewers are told before this connection listens, the step after its reply.</summary>
    private static bool TryEnterShared(
        CommandContext context,
        CrowdExchange exchange,
        RoomCrowd crowd,
        EnteredRoom? entered,
        long view,
        RoomChange? change,
        SharedViewers? viewers,
        IReadOnlyList<PollId> voted)
    {
        var (session, room, user, world) = (context.Session, context.Room!, context.User, context.World);
        lock (crowd.Lock)
        {
            if (crowd.IsClosed || session.WorldState!.Current.FindRoom(room.Id) is null)
            {
                return false;
            }

            CrowdNotice? notice = null;
            if (entered is null)
            {
                AddLocked(crowd, user.Id, view);
                var viewer = IsShown(user) ? RoomBroadcasts.ViewerAdded(user, world, context.Now) : null;
                notice = new CrowdNotice(room.Id, user.Id, change?.Version ?? crowd.VersionOf(user.Id), true, viewer, change?.Step);
                exchange.ShowViewerLocked(crowd, notice, session);
            }

            Receive(session, room, entered, context.Rights.In(room).Permissions, voted);
            WriteSharedLocked(context, crowd, viewers);
            context.SendReply();
            if (notice is not null)
            {
                exchange.ShowStepLocked(crowd, world.Id, notice);
                exchange.Tell(world.Id, notice);
            }

            return true;
        }
    }

    private static void WriteSharedLocked(CommandContext context, RoomCrowd crowd, SharedViewers? viewers)
    {
        var json = context.BeginReply();
        json.WriteStartObject();
        if (viewers is not null)
        {
            json.WriteStartArray("viewers"u8);
            foreach (var id in PresentLocked(crowd, viewers))
            {
                WriteSharedViewer(json, context, context.Session.Services.Users.Find(id)?.Current ?? viewers.Known.GetValueOrDefault(id));
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>What was read, with what was heard since, so that the pushes that follow fit to it.</summary>
    private static HashSet<UserId> PresentLocked(RoomCrowd crowd, SharedViewers viewers)
    {
        HashSet<UserId> present = [.. viewers.Present];
        foreach (var (user, seen) in crowd.Seen)
        {
            if (seen.Version > viewers.Version && seen.IsPresent)
            {
                present.Add(user);
            }
            else if (seen.Version > viewers.Version)
            {
                present.Remove(user);
            }
        }

        present.UnionWith(crowd.Users.Keys);
        return present;
    }

    private static void WriteSharedViewer(Utf8JsonWriter json, CommandContext context, User? user)
    {
        if (user is { IsBanned: false } && IsShown(user))
        {
            UserObject.Write(json, user, context.World, context.Now);
        }
    }

    /// <summary>Entering has failed after the other nodes were told.</summary>
    private async ValueTask TakeBackAsync(CommandContext context, CrowdExchange exchange, RoomCrowd crowd, long view)
    {
        var (room, user, world) = (context.Room!.Id, context.User.Id, context.World);
        if (await exchange.Nodes.LeaveAsync(world.Id, room, user) is { } change)
        {
            var notice = new CrowdNotice(room, user, change.Version, change.IsPresent, null, change.Step);
            lock (crowd.Lock)
            {
                exchange.ShowViewerLocked(crowd, notice);
                exchange.ShowStepLocked(crowd, world.Id, notice);
            }

            exchange.Tell(world.Id, notice);
        }

        if (view != 0)
        {
            await EndViewAsync(context.Session, world, room, view);
        }
    }

    /// <summary>As <see cref="EndPresenceAsync"/>. With the other nodes out of reach the rest follows when they are back.</summary>
    private async ValueTask EndSharedPresenceAsync(
        Session session, World? world, User user, RoomId room, CommandContext? context, CrowdExchange exchange)
    {
        var crowd = _presence.Of(room);
        var worldId = user.Row.World;
        using (await _gates.EnterAsync((user.Id, room)))
        {
            var change = TakeLastView(crowd, user.Id) is { } view ? await LeaveNodeAsync(session, world, user, room, view, exchange) : null;
            lock (crowd.Lock)
            {
                RemoveLocked(crowd, user.Id);
                CrowdNotice? notice = null;
                if (change is { } left)
                {
                    var viewer = left is { IsPresent: false, IsTurn: true } && IsShown(user) ? RoomBroadcasts.ViewerRemoved(user.Id) : null;
                    notice = new CrowdNotice(room, user.Id, left.Version, left.IsPresent, viewer, left.Step);
                    exchange.ShowViewerLocked(crowd, notice);
                }

                context?.SendReply();
                if (notice is not null)
                {
                    exchange.ShowStepLocked(crowd, worldId, notice);
                    exchange.Tell(worldId, notice);
                }
            }
        }
    }

    private async ValueTask<RoomChange?> LeaveNodeAsync(Session session, World? world, User user, RoomId room, long view, CrowdExchange exchange)
    {
        if (await exchange.Nodes.LeaveAsync(user.Row.World, room, user.Id) is not { } left)
        {
            return null;
        }

        if (!left.IsPresent && left.View != 0)
        {
            await EndViewAsync(session, world, room, left.View);
        }

        // Opened while nobody knew of another node's.
        if (view != 0 && view != left.View)
        {
            await EndViewAsync(session, world, room, view);
        }

        return left;
    }
}
