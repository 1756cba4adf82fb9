using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Chat;

// chat.md section 14, D12.
public sealed partial class ChatService
{
    /// <summary>The channels of rooms in which the user is listed learn of the ban; the memberships stay.</summary>
    internal async ValueTask TellBanAsync(Session cause, World world, User banned)
    {
        var now = _time.GetUtcNow();
        var content = MembershipContent.Ban(banned, world, now);
        var users = EventUsers.Of([banned], world, now);
        var writes = new List<Task>();
        foreach (var membership in await _chats.ReadMembershipsAsync(world.Id, banned.Id))
        {
            if (membership.IsVolatile || membership.IsDirect || world.FindRoom(membership.Channel) is not { IsChatVolatile: false })
            {
                continue;
            }

            writes.Add(_chats.WriteAsync(new ChannelWrite
            {
                Broker = cause.Services.Broker,
                History = _history,
                World = world.Id,
                Channel = membership.Channel,
                User = banned.Id,
                Now = now,
                EventType = ChatEventTypes.Member,
                Content = content,
                Users = users,
            }));
        }

        await Task.WhenAll(writes);
    }
}
