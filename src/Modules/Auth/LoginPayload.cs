using System.Text.Json;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Auth;

/// <summary>
/// <c>["authenticated", {…seven keys…}]</c>: everything a client needs to draw its first screen (auth-and-users.md section 2). Thread-safe.
/// </summary>
/// <remarks>Per login; the reads run before the first byte is written, because message buffers belong to a thread.</remarks>
public sealed class LoginPayload(
    TimeProvider time, IWorldConfig worldConfig, IChatStore chat, IReadStateStore readStates, IAnnouncementStore announcements)
{
    private readonly TimeProvider _time = time;
    private readonly IWorldConfig _worldConfig = worldConfig;
    private readonly IChatStore _chat = chat;
    private readonly IReadStateStore _readStates = readStates;
    private readonly IAnnouncementStore _announcements = announcements;

    /// <summary>Reads what only this user sees and builds the frame; the caller owns its one reference. Sets the session's known rooms.</summary>
    internal async ValueTask<SharedFrame> CreateAsync(Session session, World world)
    {
        var user = session.UserState!.Current;
        var chats = new LoginChats(
            await ListedChannel.ReadAsync(_chat, world.Id, user.Id),
            await _readStates.ReadPointersAsync(user.Id),
            await _chat.CountNotificationsAsync(user.Id));
        var announcements = await _announcements.ReadActiveAsync(world.Id, _time.GetUtcNow());
        await _worldConfig.PrepareAsync(world);

        return Write(session, world, chats, announcements);
    }

    private SharedFrame Write(Session session, World world, LoginChats chats, IReadOnlyList<Announcement> announcements)
    {
        // The newest copy: a change that came in during the reads above is in it, and its push is held back until after this message.
        var state = session.UserState!;
        var rights = state.RightsIn(world);
        var now = _time.GetUtcNow();

        // Before the rooms' crowd steps are looked at: a change after that look has to pass this filter, and then waits behind this message.
        session.KnowRooms(rights.VisibleRoomIds);
        var buffer = MessageBuffer.Rent();
        try
        {
            buffer.Buffer.Write("[\"authenticated\","u8);
            var json = buffer.Json;
            json.WriteStartObject();
            json.WritePropertyName("user.config"u8);
            UserObject.Write(json, state.Current, world, now, UserView.Own);
            json.WritePropertyName("world.config"u8);
            _worldConfig.Write(json, world, rights);
            json.WriteStartArray("chat.channels"u8);
            foreach (var channel in chats.Channels)
            {
                channel.Write(json, world, now);
            }

            json.WriteEndArray();
            json.WritePropertyName("chat.read_pointers"u8);
            ChannelMap.Write(json, chats.ReadPointers);
            json.WritePropertyName("chat.notification_counts"u8);
            ChannelMap.Write(json, chats.NotificationCounts.Select(static count => KeyValuePair.Create(count.Key, (long)count.Value)));

            // Nothing writes exhibitors yet, so there are none.
            json.WriteRaw("exhibition"u8, """{"exhibitors":[],"contact_requests":[]}"""u8);
            json.WritePropertyName("announcements"u8);
            WriteAnnouncements(json, announcements);
            json.WriteEndObject();
            json.Flush();
            buffer.Buffer.Write("]"u8);
            return buffer.ToFrame();
        }
        finally
        {
            buffer.Return();
        }
    }

    private static void WriteAnnouncements(Utf8JsonWriter json, IReadOnlyList<Announcement> announcements)
    {
        json.WriteStartArray();
        foreach (var announcement in announcements)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, announcement.Id);
            json.WriteString("text"u8, announcement.Text);
            if (announcement.ShowUntil is { } showUntil)
            {
                json.WriteTimestamp("show_until"u8, showUntil);
            }
            else
            {
                json.WriteNull("show_until"u8);
            }

            json.WriteString("state"u8, announcement.State);
            json.WriteBoolean("is_visible"u8, true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
