using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Concurrency;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Sends users their changed channel lists. Thread-safe.</summary>
internal sealed class ChannelLists(IChatStore chats, ILogger logger)
{
    private readonly IChatStore _chats = chats;
    private readonly ILogger _logger = logger;

    // Reading and sending are one step per user, so that the newest list is the last one that arrives.
    private readonly KeyedGate<UserId> _gates = new();

    /// <summary>
    /// Sends the list to the user's connections after a change that is committed and replied already: a store that is away costs only this push.
    /// </summary>
    /// <param name="cause">Session of the user that made the change.</param>
    /// <param name="includesCause">True: the session gets the list too (forced joins).</param>
    public async ValueTask PublishAsync(Session cause, World world, UserId user, bool includesCause = false)
    {
        var broker = cause.Services.Broker;

        // Of its own user the causing session is in the topic itself; mostly it is alone there and nothing needs to be read.
        var besides = !includesCause && cause.UserState?.Id == user ? 1 : 0;
        if (!broker.MayReach(TopicKey.User(user), besides))
        {
            return;
        }

        try
        {
            using var pass = await _gates.EnterAsync(user);
            var channels = await ListedChannel.ReadAsync(_chats, world.Id, user);
            ChatBroadcasts.PublishList(broker, user, channels, world, cause.Services.Time.GetUtcNow(), includesCause ? null : cause);
        }
        catch (StoreUnavailableException exception)
        {
            ChatLog.ListNotSent(_logger, user.Value, exception.Message);
        }
    }
}
