using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Concurrency;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Read pointers, unread pointers and notifications: chat.md sections 7.8, 8.3 to 8.6 and 9. Thread-safe.</summary>
internal sealed class ReadStates(IReadStateStore store, IChatStore chats, ILogger logger)
{
    private readonly IReadStateStore _store = store;
    private readonly IChatStore _chats = chats;
    private readonly ILogger _logger = logger;

    // Changing, reading and sending are one step per user, so that the newest state is the last one that arrives.
    private readonly KeyedGate<UserId> _gates = new();

    public async ValueTask<CommandResult> MarkReadAsync(CommandContext context, long eventId)
    {
        var user = context.User.Id;
        var channel = context.Channel!.Value;
        var topic = TopicKey.User(user);
        using var pass = await _gates.EnterAsync(user);
        await _store.SetPointerAsync(user, channel, eventId);
        var unread = await RearmAsync(context, channel, user, eventId);
        var counts = await ClearAsync(user, channel, eventId);

        // The sender is in the topic itself; mostly it is alone there and nothing needs to be read.
        if (context.Session.Services.Broker.MayReach(topic, besides: 1))
        {
            context.PublishAfterReply(topic, ChatBroadcasts.ReadPointers(await _store.ReadPointersAsync(user), context.Session));
        }

        context.PublishAfterReply(topic, ChatBroadcasts.NotificationCounts(counts));
        if (unread > 0)
        {
            context.PublishAfterReply(topic, ChatBroadcasts.UnreadPointer(channel, unread));
        }

        context.SendReply();
        return CommandResult.Replied;
    }

    /// <summary>The channel's next message is announced to the user. Comes after the reply, so that a store that is away costs only that announcement.</summary>
    public async ValueTask ArmAsync(ChannelId channel, UserId user)
    {
        try
        {
            await _store.ArmAsync(channel, user);
        }
        catch (StoreUnavailableException exception)
        {
            ChatLog.UnreadNotStored(_logger, user.Value, channel.Value, exception.Message);
        }
    }

    /// <summary>Direct channels: what other servers need to announce the next message to the users. Comes after the reply.</summary>
    public async ValueTask ArmDirectAsync(ChannelId channel, IReadOnlyCollection<UserId> users)
    {
        try
        {
            await _store.ArmDirectAsync(channel, users);
        }
        catch (StoreUnavailableException exception)
        {
            ChatLog.DirectUnreadNotStored(_logger, channel.Value, exception.Message);
        }
    }

    /// <summary>Undoes <see cref="ArmAsync"/>.</summary>
    public async ValueTask DisarmAsync(ChannelId channel, UserId user)
    {
        try
        {
            await _store.DisarmAsync(channel, user);
        }
        catch (StoreUnavailableException exception)
        {
            ChatLog.UnreadNotStored(_logger, user.Value, channel.Value, exception.Message);
        }
    }

    /// <summary>After a message was stored, replied and pushed: notifies those it mentions, then tells its unread pointer to everybody who waits for one.</summary>
    public async ValueTask AnnounceAsync(Session sender, World world, User author, ChatEvent sent, IReadOnlyCollection<UserId> notified)
    {
        try
        {
            if (notified.Count > 0)
            {
                await NotifyAsync(sender.Services, world, author, sent, notified, isDirect: false);
            }

            var armed = await _store.TakeArmedAsync(sent.Channel);
            if (armed.Count > 0)
            {
                ChatBroadcasts.PublishUnreadPointer(sender.Services.Broker, world.Id, sent, armed);
            }
        }
        catch (StoreUnavailableException exception)
        {
            ChatLog.AnnouncementFailed(_logger, sent.Id, sent.Channel.Value, exception.Message);
        }
    }

    /// <summary>
    /// Announces the next message; the pointer of one that has slipped through, 0 if there is none. In direct channels none can: all are announced.
    /// </summary>
    private async ValueTask<long> RearmAsync(CommandContext context, ChannelId channel, UserId user, long eventId)
    {
        if (context.DirectChannel is { } direct)
        {
            if (direct.Has(user))
            {
                await _store.ArmDirectAsync(channel, [user]);
            }

            return 0;
        }

        return await _store.ArmAsync(channel, user) ? await TakeMissedAsync(channel, user, eventId) : 0;
    }

    /// <summary>After a message in a direct channel was stored, replied and pushed with its unread pointers: notifies the other members.</summary>
    public async ValueTask AnnounceDirectAsync(Session sender, World world, User author, ChatEvent sent, UserId[] recipients)
    {
        try
        {
            if (recipients.Length > 0)
            {
                await NotifyAsync(sender.Services, world, author, sent, recipients, isDirect: true);
            }
        }
        catch (StoreUnavailableException exception)
        {
            ChatLog.AnnouncementFailed(_logger, sent.Id, sent.Channel.Value, exception.Message);
        }
    }

    /// <summary>A direct channel is no longer in everybody's list. Comes after the reply.</summary>
    public async ValueTask ForgetShownToAllAsync(ChannelId channel)
    {
        try
        {
            await _store.ForgetShownToAllAsync(channel);
        }
        catch (StoreUnavailableException exception)
        {
            ChatLog.HidingNotTold(_logger, channel.Value, exception.Message);
        }
    }

    /// <summary>
    /// The unread pointer that the user has to be told at once, because somebody wrote between what was read and this moment; 0: none. A message that comes later
    /// finds the user armed; whoever takes the user out of the set first is the one who tells.
    /// </summary>
    private async ValueTask<long> TakeMissedAsync(ChannelId channel, UserId user, long eventId)
    {
        var unread = await _chats.ReadUnreadSinceAsync(channel, user, eventId);
        if (unread == 0)
        {
            return 0;
        }

        // Without a persistent membership there is nothing to announce, and the arming is undone.
        return await _store.DisarmAsync(channel, user) ? unread ?? 0 : 0;
    }

    /// <summary>Deletes the notifications up to the event and returns what is left.</summary>
    private async ValueTask<IReadOnlyDictionary<ChannelId, int>> ClearAsync(UserId user, ChannelId channel, long eventId)
    {
        // Reading is cheap and mostly finds nothing; writing costs a transaction.
        var counts = await _chats.CountNotificationsAsync(user);
        return counts.ContainsKey(channel) && await _chats.DeleteNotificationsAsync(user, channel, eventId) > 0
            ? await _chats.CountNotificationsAsync(user)
            : counts;
    }

    private async ValueTask NotifyAsync(
        SessionServices services, World world, User author, ChatEvent sent, IReadOnlyCollection<UserId> notified, bool isDirect)
    {
        var notification = ChatBroadcasts.Notification(sent, author, world, services.Time.GetUtcNow());
        try
        {
            foreach (var recipient in notified)
            {
                if (services.Broker.MayReach(TopicKey.User(recipient)))
                {
                    await NotifyAsync(services.Broker, world, recipient, sent, notification, isDirect);
                }
            }
        }
        finally
        {
            notification.Release();
        }
    }

    private async ValueTask NotifyAsync(IBroker broker, World world, UserId recipient, ChatEvent sent, SharedFrame notification, bool isDirect)
    {
        using var pass = await _gates.EnterAsync(recipient);
        var pointers = await _store.ReadPointersAsync(recipient);
        if (!pointers.TryGetValue(sent.Channel, out var pointer) || pointer < sent.Id)
        {
            notification.AddRef();
            broker.Publish(
                world.Id,
                TopicKey.User(recipient),
                isDirect ? new SingleFormBroadcast(notification) : ChatBroadcasts.ForReaders(sent.Channel, notification));
        }
        else if (await _chats.DeleteNotificationsAsync(recipient, sent.Channel, pointer) > 0)
        {
            broker.Publish(world.Id, TopicKey.User(recipient), ChatBroadcasts.NotificationCounts(await _chats.CountNotificationsAsync(recipient)));
        }
    }
}
