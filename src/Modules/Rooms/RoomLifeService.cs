using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Signals;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Creating and deleting rooms: rooms.md sections 5.1 and 5.6. One per node, thread-safe.</summary>
public sealed class RoomLifeService(
    IRoomStore rooms, IUserStore users, RoomChanges changes, RoomPresence presence, IWorldConfig config, ILogger logger)
{
    private const string PublicPreset = "public";

    private static readonly RawJson PublicGrants = new("""{"viewer": [], "participant": []}"""u8.ToArray());

    private readonly IRoomStore _rooms = rooms;
    private readonly IUserStore _users = users;
    private readonly RoomChanges _changes = changes;
    private readonly RoomPresence _presence = presence;
    private readonly IWorldConfig _config = config;
    private readonly ILogger _logger = logger;

    internal async ValueTask<CommandResult> CreateAsync(CommandContext context, CreateBody body)
    {
        if (RequestedModules.TryRead(body.Modules, out var modules) is { } fault)
        {
            return CommandResult.InvalidBody(fault);
        }

        NewRoom room;
        using (modules)
        {
            if (modules.Needed is not { } needed)
            {
                return CommandResult.Error(RoomErrors.InvalidModules, "A room with these modules cannot be created.");
            }

            if (!context.Rights.Has(needed))
            {
                return CommandResult.Error(RoomErrors.InvalidDenied, "You may not create a room of this kind.");
            }

            room = new NewRoom(
                new RoomId(Guid.NewGuid()),
                body.Name,
                body.Description,
                (body.PermissionPreset ?? PublicPreset) == PublicPreset ? PublicGrants : RawJson.EmptyObject,
                modules.Encode(context.World),
                modules.HasChat ? new ChannelId(Guid.NewGuid()) : null);
        }

        if (await _rooms.CreateAsync(room, _changes.AuthorOf(context)) is null)
        {
            return CommandResult.Error(RoomErrors.NameTaken, "This room name is already taken.");
        }

        await ShowGrantAsync(context);
        await _changes.ShowAsync(context.Session);
        WriteCreated(context, room);
        context.SendReply();
        await AnnounceAsync(context.Session, room.Id);
        return CommandResult.Replied;
    }

    internal async ValueTask<CommandResult> DeleteAsync(CommandContext context)
    {
        var room = context.Room!.Id;
        if (!await TryDeleteAsync(context, room))
        {
            return CommandResult.Error(ErrorCodes.RoomUnknown, ErrorMessages.UnknownRoom);
        }

        context.SignalAfterReply(WorldChangedHandler.World);
        context.SignalAfterReply(RoomDeletedHandler.SignalFor(room));
        context.PublishAfterReply(TopicKey.World(context.World.Id), RoomBroadcasts.Deleted(room));
        return CommandResult.Success;
    }

    private static void WriteCreated(CommandContext context, NewRoom room)
    {
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteString("room"u8, room.Id.Value);
        if (room.Channel is { } channel)
        {
            json.WriteString("channel"u8, channel.Value);
        }
        else
        {
            json.WriteNull("channel"u8);
        }

        json.WriteEndObject();
    }

    /// <summary>The creator owns the room from now on, which no stamp of the user tells.</summary>
    private async ValueTask ShowGrantAsync(CommandContext context)
    {
        try
        {
            if (await _users.FindAsync(context.World.Id, context.User.Id) is { } row)
            {
                context.Session.UserState!.Update(row);
            }
        }
        catch (StoreUnavailableException exception)
        {
            RoomLog.ChangeNotSeen(_logger, context.World.Id.Value, exception.Message);
        }
    }

    // With the users' rows of this moment, as connection.md section 9 wants it for this push. The reply is out: nothing may be refused any more.
    private async ValueTask AnnounceAsync(Session session, RoomId room)
    {
        var world = session.WorldState!.Id;
        try
        {
            await session.Services.Users.ValidateAsync(world);
        }
        catch (StoreUnavailableException exception)
        {
            RoomLog.ChangeNotSeen(_logger, world.Value, exception.Message);
        }

        var pushes = new PushList();
        pushes.Add(WorldChangedHandler.WorldAndUsers);
        pushes.Add(TopicKey.World(world), new RoomCreatedBroadcast(room, _config));
        session.Services.Broker.Publish(world, pushes);
    }

    private async ValueTask<bool> TryDeleteAsync(CommandContext context, RoomId room)
    {
        // First nobody comes in any more, then the views are ended: a view that is being opened meanwhile ends itself.
        _presence.Close(room);
        var isDeleted = false;
        try
        {
            isDeleted = await _rooms.DeleteAsync(room, deleteViews: !context.World.Config.TracksRoomViews, _changes.AuthorOf(context));
        }
        finally
        {
            if (!isDeleted)
            {
                _presence.Reopen(room);
            }
        }

        await _changes.ShowAsync(context.Session);
        if (isDeleted)
        {
            _presence.Forget(room);
        }

        return isDeleted;
    }
}
