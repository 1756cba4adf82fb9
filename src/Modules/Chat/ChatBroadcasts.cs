using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Reading;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Every unsolicited message of chat: payload and audience (chat.md section 8).</summary>
internal static class ChatBroadcasts
{
    /// <summary><c>chat.event</c> to the channel's subscribers. Enqueues only: fit for the writer.</summary>
    /// <param name="isDirect">The channel has no room, whose permission a receiver would need.</param>
    public static void PublishEvent(IBroker broker, WorldId world, ChatEvent chatEvent, EventUsers users, bool isDirect) =>
        Publish(broker, world, chatEvent, users, isReaction: false, isDirect);

    /// <summary><c>chat.event.reaction</c> to the channel's subscribers: the event with its reactions as they are now. Enqueues only.</summary>
    public static void PublishReaction(IBroker broker, WorldId world, ChatEvent chatEvent, EventUsers users, bool isDirect) =>
        Publish(broker, world, chatEvent, users, isReaction: true, isDirect);

    /// <summary><c>chat.unread_pointers</c>: the event, to the connections of each user but its sender, if they may read the channel.</summary>
    public static void PublishUnreadPointer(IBroker broker, WorldId world, ChatEvent sent, IReadOnlyList<UserId> users)
    {
        var others = sent.Sender is { } sender && users.Contains(sender) ? [.. users.Where(user => user != sender)] : users;
        if (others.Count > 0)
        {
            var pushes = new PushList();
            pushes.Add(new UserTopics(others), UnreadPointer(sent.Channel, sent.Id));
            broker.Publish(world, pushes);
        }
    }

    /// <summary><c>chat.unread_pointers</c> of a direct channel: a new message, to the connections of the other members. Enqueues only.</summary>
    public static void PublishDirectPointer(IBroker broker, WorldId world, ChatEvent sent, IReadOnlyList<UserId> recipients)
    {
        var pushes = new PushList();
        pushes.Add(new UserTopics(recipients), new SingleFormBroadcast(PointerFrame(sent.Channel, sent.Id)));
        broker.Publish(world, pushes);
    }

    /// <summary><c>chat.unread_pointers</c> of a room's channel, for those who may read it.</summary>
    public static Broadcast UnreadPointer(ChannelId channel, long eventId) => ForReaders(channel, PointerFrame(channel, eventId));

    /// <summary><c>chat.read_pointers</c>: all of the user's.</summary>
    public static Broadcast ReadPointers(IReadOnlyDictionary<ChannelId, long> pointers, Session? except) =>
        new SingleFormBroadcast(MapFrame("[\"chat.read_pointers\","u8, pointers), except);

    /// <summary><c>chat.notification_counts</c>: all of the user's.</summary>
    /// <param name="except">A connection that knows already.</param>
    public static Broadcast Counts(NotificationCounts counts, Session? except = null) =>
        new SingleFormBroadcast(SharedFrame.CreateText(counts.Message.Span), except);

    /// <summary><c>chat.notification</c> of a message; see <see cref="ForReaders"/>. The caller owns the frame.</summary>
    public static SharedFrame Notification(ChatEvent sent, User sender, World world, DateTimeOffset now)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"chat.notification\","u8);
        var json = buffer.Json;
        json.WriteStartObject();
        json.WritePropertyName("event"u8);
        ChatEventObject.Write(json, sent, "chat.event"u8);
        json.WritePropertyName("sender"u8);
        UserObject.Write(json, sender, world, now);
        json.WriteEndObject();
        return Finish(buffer);
    }

    /// <summary><c>chat.mention_warning</c> to the sender's connection only.</summary>
    public static void SendMentionWarning(Session sender, ChatEvent sent, ReadOnlySpan<byte> missed)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"chat.mention_warning\","u8);
        var json = buffer.Json;
        json.WriteStartObject();
        json.WriteString("channel"u8, sent.Channel.Value);
        json.WriteNumber("event_id"u8, sent.Id);
        json.WriteRaw("missed_users"u8, missed);
        json.WriteEndObject();
        var frame = Finish(buffer);
        sender.Deliver(frame);
        frame.Release();
    }

    /// <summary><c>chat.channels</c> to the user's connections.</summary>
    /// <param name="except">The connection that caused it; null: none is left out.</param>
    public static void PublishList(IBroker broker, UserId user, IReadOnlyList<ListedChannel> channels, World world, DateTimeOffset now, Session? except)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"chat.channels\","u8);
        buffer.Json.WriteStartObject();
        buffer.Json.WriteStartArray("channels"u8);
        foreach (var channel in channels)
        {
            channel.Write(buffer.Json, world, now);
        }

        buffer.Json.WriteEndArray();
        buffer.Json.WriteEndObject();
        broker.Publish(world.Id, TopicKey.User(user), new SingleFormBroadcast(Finish(buffer), except));
    }

    private static void Publish(IBroker broker, WorldId world, ChatEvent chatEvent, EventUsers users, bool isReaction, bool isDirect)
    {
        var publicForm = EventFrame(chatEvent, users.PublicForm, isReaction);
        var adminForm = publicForm;
        if (ReferenceEquals(users.PublicForm, users.AdminForm))
        {
            publicForm.AddRef();
        }
        else
        {
            adminForm = EventFrame(chatEvent, users.AdminForm, isReaction);
        }

        broker.Publish(
            world,
            TopicKey.Channel(chatEvent.Channel),
            isDirect ? new AdminFormBroadcast(publicForm, adminForm) : new ChannelEventBroadcast(chatEvent.Channel, publicForm, adminForm));
    }

    private static SharedFrame EventFrame(ChatEvent chatEvent, ReadOnlySpan<byte> users, bool isReaction)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write(isReaction ? "[\"chat.event.reaction\","u8 : "[\"chat.event\","u8);
        var json = buffer.Json;
        json.WriteStartObject();
        ChatEventObject.WriteFields(json, chatEvent);
        json.WriteRaw("users"u8, users);
        if (isReaction)
        {
            // The documented key, next to event_id.
            json.WriteNumber("event"u8, chatEvent.Id);
        }

        json.WriteEndObject();
        return Finish(buffer);
    }

    /// <summary>A push in one form, for those who may read the channel.</summary>
    /// <param name="frame">One reference moves into the broadcast.</param>
    public static Broadcast ForReaders(ChannelId channel, SharedFrame frame)
    {
        frame.AddRef();
        return new ChannelEventBroadcast(channel, frame, frame);
    }

    private static SharedFrame PointerFrame(ChannelId channel, long eventId) =>
        MapFrame("[\"chat.unread_pointers\","u8, [KeyValuePair.Create(channel, eventId)]);

    private static SharedFrame MapFrame(ReadOnlySpan<byte> start, IEnumerable<KeyValuePair<ChannelId, long>> values)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write(start);
        ChannelMap.Write(buffer.Json, values);
        return Finish(buffer);
    }

    private static SharedFrame Finish(MessageBuffer buffer)
    {
        buffer.Json.Flush();
        buffer.Buffer.Write("]"u8);
        var frame = buffer.ToFrame();
        buffer.Return();
        return frame;
    }
}
