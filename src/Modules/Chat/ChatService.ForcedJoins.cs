using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Chat;

// chat.md section 10. Everything is replied already, so a store that is away costs only what is left to do until the next login.
public sealed partial class ChatService
{
    internal async ValueTask JoinForcedAsync(Session session)
    {
        if (session.WorldState?.Current is not { } world || session.UserState is not { Current: { DisplayName: not null } user } state)
        {
            return;
        }

        try
        {
            if (FindForced(world, user, state.RightsIn(world)) is { } rooms && await JoinMissingAsync(session, world, user, rooms))
            {
                await _lists.PublishAsync(session, world, user.Id, includesCause: true);
            }
        }
        catch (StoreUnavailableException exception)
        {
            ChatLog.ForcedJoinsFailed(_logger, user.Id.Value, exception.Message);
        }
    }

    private static List<Room>? FindForced(World world, User user, UserRights rights)
    {
        List<Room>? rooms = null;
        foreach (var room in world.Rooms)
        {
            if (room.Row.ForceJoin && room.Channel is not null && rights.Has(Permission.RoomChatJoin, room))
            {
                (rooms ??= []).Add(room);
            }
        }

        return rooms;
    }

    /// <summary>True if a membership was inserted.</summary>
    private async ValueTask<bool> JoinMissingAsync(Session session, World world, User user, List<Room> rooms)
    {
        var hasJoined = false;
        var joined = new HashSet<ChannelId>();
        foreach (var membership in await _chats.ReadMembershipsAsync(world.Id, user.Id))
        {
            if (!membership.IsVolatile)
            {
                joined.Add(membership.Channel);
            }
        }

        foreach (var room in rooms)
        {
            var channel = room.Channel!.Value;
            if (joined.Contains(channel))
            {
                continue;
            }

            var now = _time.GetUtcNow();
            var write = new ChannelWrite
            {
                Broker = session.Services.Broker,
                History = _history,
                World = world.Id,
                Channel = channel,
                User = user.Id,
                Now = now,
                MembershipChange = MembershipChange.Join,
                EventType = ChatEventTypes.Member,
                Content = MembershipContent.Join(user, world, now),
                Users = EventUsers.Of([user], world, now),
            };
            await _chats.WriteAsync(write);
            ReadStates.ForgetMemberships(session);
            if (write.HasChangedMembership)
            {
                hasJoined = true;
                await _readStates.ArmAsync(channel, user.Id);
            }
        }

        return hasJoined;
    }
}
