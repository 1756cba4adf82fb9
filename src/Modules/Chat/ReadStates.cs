using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Reading;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Chat.Reading;
using Venueless.Fast.Modules.Concurrency;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Read pointers, unread pointers and notifications: chat.md sections 7.8, 8.3 to 8.6 and 9. Thread-safe.</summary>
internal sealed partial class ReadStates : IAsyncDisposable
{
    private readonly IReadStateStore _store;
    private readonly IChatStore _chats;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly UnreadArming _arming;
    private readonly PointerPushes _pushes;

    // Changing, reading and sending are one step per user, so that the newest state is the last one that arrives.
    private readonly KeyedGate<UserId> _gates = new();

    public ReadStates(IReadStateStore store, IChatStore chats, TimeProvider time, ILogger logger)
    {
        _store = store;
        _chats = chats;
        _time = time;
        _logger = logger;
        _arming = new UnreadArming(store, chats, logger);
        _pushes = new PointerPushes(PushOwedAsync, time);
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
                    await NotifyAsync(services, world, recipient, sent, notification, isDirect);
                }
            }
        }
        finally
        {
            notification.Release();
        }
    }

    private async ValueTask NotifyAsync(SessionServices services, World world, UserId recipient, ChatEvent sent, SharedFrame notification, bool isDirect)
    {
        using var pass = await _gates.EnterAsync(recipient);
        var pointers = await _store.ReadPointersAsync(recipient);
        if (!pointers.TryGetValue(sent.Channel, out var pointer) || pointer < sent.Id)
        {
            notification.AddRef();
            services.Broker.Publish(
                world.Id,
                TopicKey.User(recipient),
                isDirect ? new SingleFormBroadcast(notification) : ChatBroadcasts.ForReaders(sent.Channel, notification));
        }
        else if (await _chats.DeleteNotificationsAsync(recipient, sent.Channel, pointer) > 0)
        {
            NotificationSignals.Tell(services, world.Id, [recipient]);
            var counts = NotificationCounts.Of(await _chats.CountNotificationsAsync(recipient));
            services.Broker.Publish(world.Id, TopicKey.User(recipient), ChatBroadcasts.Counts(counts));
        }
    }
}
