using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Signals;
using Venueless.Fast.Core.Reading;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Chat.Reading;

namespace Venueless.Fast.Modules.Chat;

// chat.mark_read, which every viewer sends for every message: chat.md section 7.8.
internal sealed partial class ReadStates
{
    /// <summary>
    /// From memory, 0 B, as long as nothing is known that concerns a store; whatever does is done first, step by step.
    /// </summary>
    public ValueTask<CommandResult> MarkReadAsync(CommandContext context, long eventId)
    {
        var session = context.Session;
        var user = session.UserState!;
        var channel = context.Channel!.Value;
        if (user.MayBeElsewhere
            || !user.Reading.TryRead(channel, eventId, context.User, _time, session.Services.Freshness.UserAge, out var counts, out var membership)
            || (membership == ReaderMembership.Unknown && context.DirectChannel is null))
        {
            return MarkStepByStepAsync(context, user, channel, eventId);
        }

        _store.SetPointer(user.Id, channel, eventId);

        // Now that it is there for whoever asks: another node's login may have asked just before.
        if (user.MayBeElsewhere)
        {
            return MarkStepByStepAsync(context, user, channel, eventId);
        }

        context.SendReply(counts.Message.Span);
        Arm(context, user, channel, membership);
        return user.SessionCount > 1 ? PushAsync(context.World.Id, user, session) : new ValueTask<CommandResult>(CommandResult.Replied);
    }

    /// <summary>What was read here and is not stored yet is what another node's login reads, or is told.</summary>
    public async ValueTask HandOverAsync(WorldId world, UserId user, UserState? state, bool isAwaited)
    {
        if (await _store.FlushAsync(user) && !isAwaited && state?.Sessions is [var session, ..])
        {
            await TryPushAsync(world, state, session.Services, except: null);
        }
    }

    /// <summary>What was read on another node has come too late for a login here.</summary>
    public async ValueTask CatchUpAsync(WorldId world, UserState user)
    {
        if (user.Sessions is [var session, ..])
        {
            await TryPushAsync(world, user, session.Services, except: null);
        }
    }

    /// <summary>The session's user has joined or left a channel.</summary>
    public static void ForgetMemberships(Session session)
    {
        if (session.UserState is not { } user)
        {
            return;
        }

        user.Reading.ForgetMemberships();
        if (user.MayBeElsewhere)
        {
            var pushes = new PushList();
            pushes.Add(UserSignals.Changed(user.Id));
            session.Services.Broker.Publish(user.Current.Row.World, pushes);
        }
    }

    /// <summary>Before the user's connection is forgotten: whichever node the user comes to finds what was read.</summary>
    public async ValueTask FlushAsync(UserId user) => await _store.FlushAsync(user);

    public async ValueTask DisposeAsync()
    {
        _pushes.Dispose();
        await _arming.DisposeAsync();
    }

    private void Arm(CommandContext context, UserState user, ChannelId channel, ReaderMembership membership)
    {
        ArmingNeed need;
        if (context.DirectChannel is { } direct)
        {
            if (!direct.Has(user.Id))
            {
                return;
            }

            need = ArmingNeed.ArmDirect;
        }
        else if (membership == ReaderMembership.Guest)
        {
            return;
        }
        else if (_store.TryArm(channel, user.Id, out var isNew))
        {
            if (!isNew)
            {
                return;
            }

            need = ArmingNeed.Check;
        }
        else
        {
            need = ArmingNeed.Arm;
        }

        _arming.Add(context.Session.Services.Broker, channel, new ArmingRequest(context.World.Id, user, need));
    }

    /// <summary>The user's other connections here, at once or with the next tick.</summary>
    private ValueTask<CommandResult> PushAsync(WorldId world, UserState user, Session cause)
    {
        switch (user.Reading.TakePush(cause, _time))
        {
            case PushTurn.Now:
                return PushNowAsync(world, user, cause);
            case PushTurn.Later:
                _pushes.Owe(world, user, cause);
                break;
        }

        return new ValueTask<CommandResult>(CommandResult.Replied);
    }

    private async ValueTask<CommandResult> PushNowAsync(WorldId world, UserState user, Session cause)
    {
        await TryPushAsync(world, user, cause.Services, cause);
        return CommandResult.Replied;
    }

    private async Task PushOwedAsync(WorldId world, UserState user, Session cause)
    {
        var except = user.Reading.TakeOwed();
        if (user.Sessions.Any(session => !ReferenceEquals(session, except)))
        {
            await TryPushAsync(world, user, cause.Services, except);
        }
    }

    /// <summary>Never throws: everything is replied already.</summary>
    private async ValueTask TryPushAsync(WorldId world, UserState user, SessionServices services, Session? except)
    {
        try
        {
            using var pass = await _gates.EnterAsync(user.Id);
            var counts = user.Reading.FindCounts(_time, services.Freshness.UserAge) ?? await CountAsync(user);
            var pushes = new PushList();
            pushes.Add(TopicKey.User(user.Id), ChatBroadcasts.ReadPointers(await _store.ReadPointersAsync(user.Id), except));
            pushes.Add(TopicKey.User(user.Id), ChatBroadcasts.Counts(counts, except));
            services.Broker.Publish(world, pushes);
        }
        catch (Exception exception)
        {
            ChatLog.PointersNotSent(_logger, user.Id.Value, exception.Message);
        }
    }

    private async ValueTask<CommandResult> MarkStepByStepAsync(CommandContext context, UserState user, ChannelId channel, long eventId)
    {
        var topic = TopicKey.User(user.Id);
        using var pass = await _gates.EnterAsync(user.Id);
        user.Reading.NoteRead(channel, eventId);
        _store.SetPointer(user.Id, channel, eventId);
        await _store.FlushAsync(user.Id);
        var unread = await RearmAsync(context, channel, user, eventId);
        var counts = await ClearAsync(context, user, channel, eventId);

        // Mostly nobody else is there, and nothing needs to be read.
        if (user.SessionCount > 1 || user.MayBeElsewhere)
        {
            context.PublishAfterReply(topic, ChatBroadcasts.ReadPointers(await _store.ReadPointersAsync(user.Id), context.Session));
            context.PublishAfterReply(topic, ChatBroadcasts.Counts(counts, context.Session));
        }

        if (unread > 0)
        {
            context.PublishAfterReply(topic, ChatBroadcasts.UnreadPointer(channel, unread));
        }

        context.SendReply(counts.Message.Span);
        return CommandResult.Replied;
    }

    /// <summary>
    /// Announces the next message; the pointer of one that has slipped through, 0 if there is none. In direct channels none can: all are announced.
    /// </summary>
    private async ValueTask<long> RearmAsync(CommandContext context, ChannelId channel, UserState user, long eventId)
    {
        if (context.DirectChannel is { } direct)
        {
            if (direct.Has(user.Id))
            {
                await _store.ArmDirectAsync(channel, [user.Id]);
            }

            return 0;
        }

        if (await _store.ArmAsync(channel, user.Id))
        {
            return await TakeMissedAsync(channel, user, eventId);
        }

        // For the next time, which then needs no store.
        var begun = user.Reading.BeginLookingUp();
        var members = await _chats.FindPersistentMembersAsync(channel, [user.Id]);
        user.Reading.KeepMembership(channel, members.Count > 0, begun, _time.GetTimestamp());
        return 0;
    }

    /// <summary>
    /// The unread pointer that the user has to be told at once, because somebody wrote between what was read and this moment; 0: none. A message that comes later
    /// finds the user armed; whoever takes the user out of the set first is the one who tells.
    /// </summary>
    private async ValueTask<long> TakeMissedAsync(ChannelId channel, UserState user, long eventId)
    {
        var begun = user.Reading.BeginLookingUp();
        var unread = await _chats.ReadUnreadSinceAsync(channel, user.Id, eventId);
        user.Reading.KeepMembership(channel, unread is not null, begun, _time.GetTimestamp());
        if (unread == 0)
        {
            return 0;
        }

        // Without a persistent membership there is nothing to announce, and the arming is undone.
        return await _store.DisarmAsync(channel, user.Id) ? unread ?? 0 : 0;
    }

    /// <summary>Deletes the notifications up to the event and returns what is left.</summary>
    private async ValueTask<NotificationCounts> ClearAsync(CommandContext context, UserState user, ChannelId channel, long eventId)
    {
        // Reading is cheap and mostly finds nothing; writing costs a transaction.
        var counts = await CountAsync(user);
        if (!counts.Has(channel) || await _chats.DeleteNotificationsAsync(user.Id, channel, eventId) == 0)
        {
            return counts;
        }

        NotificationSignals.Tell(context.Session.Services, context.World.Id, [user.Id]);
        return await CountAsync(user);
    }

    /// <summary>Reads the user's notifications and keeps what was read.</summary>
    private async ValueTask<NotificationCounts> CountAsync(UserState user)
    {
        var begun = user.Reading.BeginCounting();
        var counts = NotificationCounts.Of(await _chats.CountNotificationsAsync(user.Id));
        user.Reading.KeepCounts(counts, begun, _time.GetTimestamp());
        return counts;
    }
}
