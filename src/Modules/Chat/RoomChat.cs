using System.Text;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Chat.History;

namespace Venueless.Fast.Modules.Chat;

/// <summary>What other modules say in a room's chat (chat.md section 10): stored and pushed like any event, without pointers and notifications. Thread-safe.</summary>
public sealed class RoomChat(IChatStore chats, ChannelHistory history, IBroker broker, TimeProvider time) : IRoomChat
{
    private readonly IChatStore _chats = chats;
    private readonly ChannelHistory _history = history;
    private readonly IBroker _broker = broker;
    private readonly TimeProvider _time = time;

    /// <inheritdoc/>
    public async ValueTask AnnouncePollAsync(World world, ChannelId channel, User user, PollId poll)
    {
        var now = _time.GetUtcNow();
        await _chats.WriteAsync(new ChannelWrite
        {
            Broker = _broker,
            History = _history,
            World = world.Id,
            Channel = channel,
            User = user.Id,
            Now = now,
            EventType = ChatEventTypes.Poll,
            Content = new RawJson(Encoding.UTF8.GetBytes($$"""{"poll_id":"{{poll}}","state":"open"}""")),
            Users = EventUsers.Of([user], world, now),
        });
    }
}
