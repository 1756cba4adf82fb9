using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Concurrency;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Auth;

/// <summary>
/// <c>["authenticated", {…seven keys…}]</c>: everything a client needs to draw its first screen (auth-and-users.md section 2). Thread-safe.
/// </summary>
/// <remarks>
/// Per login; the reads run before the first byte is written, because message buffers belong to a thread. What only one user sees is read together with what others
/// see who log in at the moment.
/// </remarks>
public sealed class LoginPayload(
    TimeProvider time, IWorldConfig worldConfig, ILoginStore logins, IReadStateStore readStates, IVisibleAnnouncements announcements)
{
    private static readonly Dictionary<ChannelId, long> NoPointers = [];

    private readonly TimeProvider _time = time;
    private readonly IWorldConfig _worldConfig = worldConfig;
    private readonly IVisibleAnnouncements _announcements = announcements;
    private readonly GroupedReads<(WorldId World, UserId User), LoginData> _data = Group(logins, readStates);

    /// <summary>Reads what only this user sees and builds the frame; the caller owns its one reference. Sets the session's known rooms.</summary>
    internal async ValueTask<SharedFrame> CreateAsync(Session session, World world)
    {
        // Everybody who is asked for gets an entry.
        var data = (await _data.ReadAsync((world.Id, session.UserState!.Id)))!;
        var announcements = await _announcements.ReadAsync(session.WorldState!);
        await _worldConfig.PrepareAsync(world);

        return Write(session, world, data, announcements);
    }

    private static GroupedReads<(WorldId World, UserId User), LoginData> Group(ILoginStore logins, IReadStateStore readStates) =>
        new(wanted => WorldGroups.ReadAsync<UserId, LoginData>(wanted, (world, users) => ReadAsync(logins, readStates, world, users)));

    private static async Task<IReadOnlyDictionary<UserId, LoginData>> ReadAsync(
        ILoginStore logins, IReadStateStore readStates, WorldId world, IReadOnlyCollection<UserId> users)
    {
        var sheets = logins.ReadAsync(world, users);
        var pointers = readStates.ReadPointersAsync(users).AsTask();
        await Task.WhenAll(sheets, pointers);
        var data = new Dictionary<UserId, LoginData>(users.Count);
        foreach (var (user, sheet) in await sheets)
        {
            data.Add(user, new LoginData(sheet, (await pointers).GetValueOrDefault(user, NoPointers)));
        }

        return data;
    }

    private SharedFrame Write(Session session, World world, LoginData data, ReadOnlyMemory<byte> announcements)
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
            foreach (var channel in data.Sheet.Channels)
            {
                channel.Write(json, world, now);
            }

            json.WriteEndArray();
            json.WritePropertyName("chat.read_pointers"u8);
            ChannelMap.Write(json, data.ReadPointers);
            json.WritePropertyName("chat.notification_counts"u8);
            ChannelMap.Write(json, data.Sheet.NotificationCounts.Select(static count => KeyValuePair.Create(count.Key, (long)count.Value)));
            json.WritePropertyName("exhibition"u8);
            ExhibitionObject.Write(json, data.Sheet.Exhibition, world, now);
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
