using System.Text.Json;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Every unsolicited message of chat: payload and audience (chat.md section 8).</summary>
internal static class ChatBroadcasts
{
    /// <summary><c>chat.event</c> to the channel's subscribers. Enqueues only: fit for the writer's thread.</summary>
    public static void PublishEvent(TopicRegistry topics, ChatEvent chatEvent, EventUsers users)
    {
        var publicForm = EventFrame(chatEvent, users.PublicForm);
        var adminForm = publicForm;
        if (ReferenceEquals(users.PublicForm, users.AdminForm))
        {
            publicForm.AddRef();
        }
        else
        {
            adminForm = EventFrame(chatEvent, users.AdminForm);
        }

        using var broadcast = new ChannelEventBroadcast(chatEvent.Channel, publicForm, adminForm);
        topics.Publish(TopicKey.Channel(chatEvent.Channel), broadcast);
    }

    /// <summary><c>chat.channels</c> to the user's connections.</summary>
    /// <param name="except">The connection that caused it; null: none is left out.</param>
    public static void PublishList(TopicRegistry topics, UserId user, IReadOnlyList<ListedChannel> channels, World world, DateTimeOffset now, Session? except)
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
        buffer.Json.Flush();
        buffer.Buffer.Write("]"u8);
        using var broadcast = new SingleFormBroadcast(buffer.ToFrame(), except);
        buffer.Return();
        topics.Publish(TopicKey.User(user), broadcast);
    }

    private static SharedFrame EventFrame(ChatEvent chatEvent, ReadOnlySpan<byte> users)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"chat.event\","u8);
        Utf8JsonWriter json = buffer.Json;
        json.WriteStartObject();
        ChatEventObject.WriteFields(json, chatEvent);
        json.WriteRaw("users"u8, users);
        json.WriteEndObject();
        json.Flush();
        buffer.Buffer.Write("]"u8);
        var frame = buffer.ToFrame();
        buffer.Return();
        return frame;
    }
}
