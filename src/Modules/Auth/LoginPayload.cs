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
    TimeProvider time, IWorldConfig worldConfig, IChatStore chat, IReadStateStore readStates, IVisibleAnnouncements announcements, IExhibitionStore exhibition)
{
    private readonly TimeProvider _time = time;
    private readonly IWorldConfig _worldConfig = worldConfig;
    private readonly IChatStore _chat = chat;
    private readonly IReadStateStore _readStates = readStates;
    private readonly IVisibleAnnouncements _announcements = announcements;
    private readonly IExhibitionStore _exhibition = exhibition;

    /// <summary>Reads what only this user sees and builds the frame; the caller owns its one reference. Sets the session's known rooms.</summary>
    internal async ValueTask<SharedFrame> CreateAsync(Session session, World world)
    {
        var user = session.UserState!.Current;
        var chats = new LoginChats(
            await ListedChannel.ReadAsync(_chat, world.Id, user.Id),
            await _readStates.ReadPointersAsync(user.Id),
            await _chat.CountNotificationsAsync(user.Id));
        var exhibition = await _exhibition.ReadDataAsync(world.Id, user.Id);
        var announcements = await _announcements.ReadAsync(session.WorldState!);
        await _worldConfig.PrepareAsync(world);

        return Write(session, world, chats, exhibition, announcements);
    }

    private SharedFrame Write(Session session, World world, LoginChats chats, ExhibitionData exhibition, ReadOnlyMemory<byte> announcements)
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
            json.Flush();
            var configStart = buffer.Buffer.WrittenBytes;
            var compressedConfig = ReadOnlySpan<byte>.Empty;
            if (session.Connection.TakesCompressed)
            {
                compressedConfig = _worldConfig.WriteAndCompress(json, world, rights);
            }
            else
            {
                _worldConfig.Write(json, world, rights);
            }

            json.Flush();
            var configLength = buffer.Buffer.WrittenBytes - configStart;
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
            json.WritePropertyName("exhibition"u8);
            ExhibitionObject.Write(json, exhibition, world, now);
            json.WriteRaw("announcements"u8, announcements.Span);
            json.WriteEndObject();
            json.Flush();
            buffer.Buffer.Write("]"u8);
            var frame = buffer.ToFrame();
            if (!compressedConfig.IsEmpty)
            {
                frame.AttachCompressed(configStart, configLength, compressedConfig);
            }

            return frame;
        }
        finally
        {
            buffer.Return();
        }
    }
}
