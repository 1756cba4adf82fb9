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
    // Every further round answers another change by another node, which sends the list itself.
    private const int MaxRounds = 4;

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
        // Of its own user the causing session is in the topic itself; mostly it is alone there and nothing needs to be read.
        var besides = !includesCause && cause.UserState?.Id == user ? 1 : 0;
        if (!cause.Services.Broker.MayReach(TopicKey.User(user), besides) || (besides > 0 && IsOnlyConnection(cause)))
        {
            return;
        }

        try
        {
            using var pass = await _gates.EnterAsync(user);
            await PublishAsync(cause.Services, world, user, includesCause ? null : cause);
        }
        catch (StoreUnavailableException exception)
        {
            ChatLog.ListNotSent(_logger, user.Value, exception.Message);
        }
    }

    /// <summary>
    /// After a list was sent with the commit of its change: sends it again if another change was read earlier and sent later, or the other way round.
    /// </summary>
    /// <param name="cause">As for <see cref="PublishAsync(Session, World, UserId, bool)"/>.</param>
    public async ValueTask ConfirmAsync(Session cause, World world, ReopenedList sent)
    {
        var besides = cause.UserState?.Id == sent.User ? 1 : 0;
        if (!cause.Services.Broker.MayReach(TopicKey.User(sent.User), besides))
        {
            return;
        }

        try
        {
            using var pass = await _gates.EnterAsync(sent.User);
            await cause.Services.Broker.FlushAsync();
            if (!IsList(sent.Channels, await _chats.ReadMembershipsAsync(world.Id, sent.User)))
            {
                await PublishAsync(cause.Services, world, sent.User, cause);
            }
        }
        catch (StoreUnavailableException exception)
        {
            ChatLog.ListNotSent(_logger, sent.User.Value, exception.Message);
        }
    }

    /// <summary>
    /// Sends the list until it is still the list when every node has it in its order: another node may change and send it between our reading and our sending, and
    /// the gate is only this node's.
    /// </summary>
    private async ValueTask PublishAsync(SessionServices services, World world, UserId user, Session? except)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var channels = await ListedChannel.ReadAsync(_chats, world.Id, user);
            ChatBroadcasts.PublishList(services.Broker, user, channels, world, services.Time.GetUtcNow(), except);
            await services.Broker.FlushAsync();
            if (IsList(channels, await _chats.ReadMembershipsAsync(world.Id, user)))
            {
                return;
            }
        }
    }

    /// <summary>
    /// Nobody else is there to be told. Whoever logs in after this look reads the list after the change, on other nodes too: they wait for this one to hear of them
    /// (<c>UserArrivals</c>).
    /// </summary>
    private static bool IsOnlyConnection(Session session) => session.UserState is { SessionCount: <= 1, MayBeElsewhere: false };

    /// <summary>Whether these are the channels of the memberships that are listed; both come in the order of joining.</summary>
    private static bool IsList(IReadOnlyList<ListedChannel> channels, IReadOnlyList<Membership> memberships)
    {
        var index = 0;
        foreach (var membership in memberships)
        {
            if (ListedChannel.IsListed(membership) && (index == channels.Count || channels[index++].Membership.Channel != membership.Channel))
            {
                return false;
            }
        }

        return index == channels.Count;
    }
}
