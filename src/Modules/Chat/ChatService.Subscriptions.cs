using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Chat;

// Who receives a channel: chat.md sections 7.1 and 7.2.
public sealed partial class ChatService
{
    /// <summary>Subscribed connections of a user in a channel on this node, for diagnostics.</summary>
    public int CountSockets(UserId user, ChannelId channel) => _sockets.Count(user, channel);

    internal async ValueTask<CommandResult> SubscribeAsync(CommandContext context)
    {
        if (IsOutsider(context))
        {
            return CommandResult.Error(ChatErrors.Denied);
        }

        var snapshot = await StartAsync(context, context.Channel!.Value, context.Room);
        snapshot.Write(context.BeginReply(), context.UserView);
        return CommandResult.Success;
    }

    /// <summary>Starts delivering, then reads: an event may be seen twice, never lost.</summary>
    private async ValueTask<ChannelSnapshot> StartAsync(CommandContext context, ChannelId channel, Room? room)
    {
        var session = context.Session;
        session.KnownUsers = null;
        if (!IsSubscribed(session, channel))
        {
            // Counted for the sake of volatile memberships, which direct channels do not have.
            if (room is not null)
            {
                await _sockets.AddAsync(context.World.Id, context.User.Id, channel);
            }

            session.SubscribedChannels.Add(new SubscribedChannel(channel, session.Subscribe(TopicKey.Channel(channel))));
        }

        return await _snapshots.ReadAsync((context.World, channel, room));
    }

    internal async ValueTask UnsubscribeAsync(CommandContext context)
    {
        context.Session.KnownUsers = null;
        var channel = context.Channel!.Value;
        var wasSubscribed = StopReceiving(context.Session, channel);
        _history.Release(channel);
        if (context.DirectChannel is null)
        {
            await RemoveSocketAsync(context.Session, context.World, context.User.Id, channel, wasSubscribed);
        }
    }

    /// <summary>Ends everything a closed session received.</summary>
    internal async ValueTask CleanUpAsync(Session session)
    {
        if (session.UserState is not { } state)
        {
            return;
        }

        try
        {
            await _readStates.FlushAsync(state.Id);
        }
        catch (StoreUnavailableException exception)
        {
            // It stays in memory and is stored when that is possible again.
            ChatLog.PointersNotStored(_logger, state.Id.Value, exception.Message);
        }

        // First all topics, at once: the clean-up has a time limit, and the session loses its user after it.
        SubscribedChannel[] channels = [.. session.SubscribedChannels];
        session.SubscribedChannels.Clear();
        foreach (var channel in channels)
        {
            TopicRegistry.Unsubscribe(channel.Subscription);
            _history.Release(channel.Channel);
        }

        var world = session.WorldState!;
        foreach (var (channel, _) in channels)
        {
            try
            {
                await RemoveSocketAsync(session, world.Current, state.Id, channel, wasSubscribed: true, world.Id);
            }
            catch (StoreUnavailableException exception)
            {
                ChatLog.UnsubscribeNotStored(_logger, state.Id.Value, channel.Value, exception.Message);
            }
        }
    }

    private static bool IsSubscribed(Session session, ChannelId channel)
    {
        foreach (var subscribed in session.SubscribedChannels)
        {
            if (subscribed.Channel == channel)
            {
                return true;
            }
        }

        return false;
    }

    internal static bool StopReceiving(Session session, ChannelId channel)
    {
        for (var index = 0; index < session.SubscribedChannels.Count; index++)
        {
            if (session.SubscribedChannels[index].Channel == channel)
            {
                TopicRegistry.Unsubscribe(session.SubscribedChannels[index].Subscription);
                session.SubscribedChannels.RemoveAt(index);
                return true;
            }
        }

        return false;
    }

    /// <summary>One connection less: with the last one a volatile membership ends.</summary>
    private async ValueTask RemoveSocketAsync(
        Session session, World? world, UserId user, ChannelId channel, bool wasSubscribed, WorldId? worldId = null)
    {
        var write = new ChannelWrite
        {
            Broker = session.Services.Broker,
            History = _history,
            World = worldId ?? world!.Id,
            Channel = channel,
            User = user,
            Now = _time.GetUtcNow(),
            MembershipChange = MembershipChange.LeaveIfVolatile,
        };
        await _sockets.RemoveAsync(write.World, user, channel, wasSubscribed, () => _chats.WriteAsync(write));
        if (write.HasChangedMembership && world is not null)
        {
            await _lists.PublishAsync(session, world, user);
        }
    }

    private Task EndOrphanAsync(WorldId world, UserId user, ChannelId channel) => _chats.WriteAsync(new OrphanWrite
    {
        World = world,
        Channel = channel,
        User = user,
        Now = _time.GetUtcNow(),
        MembershipChange = MembershipChange.LeaveIfVolatile,
    });

    private async Task<ChannelSnapshot> ReadSnapshotAsync((World World, ChannelId Channel, Room? Room) key)
    {
        var unreadPointer = await _chats.ReadUnreadPointerAsync(key.Channel);
        var members = key.Room is { IsChatVolatile: true } ? [] : await _chats.ReadMembersAsync(key.World.Id, key.Channel);

        // Last: the client passes over pushes that come before the reply and fetches what is below the next id.
        var lastEventId = await _chats.ReadLastEventIdAsync();
        return new ChannelSnapshot(key.World, lastEventId, unreadPointer, members, _time.GetUtcNow(), isDirect: key.Room is null);
    }
}
