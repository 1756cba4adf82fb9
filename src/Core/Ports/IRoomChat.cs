using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>What other modules say in a room's chat. Thread-safe.</summary>
public interface IRoomChat
{
    /// <summary>Stores and publishes <c>channel.poll</c>: the user has opened the poll (chat.md section 10).</summary>
    ValueTask AnnouncePollAsync(World world, ChannelId channel, User user, PollId poll);
}
