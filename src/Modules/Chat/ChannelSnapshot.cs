using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat;

/// <summary>What a subscriber is told about a channel (chat.md section 7.1), shared by all who asked meanwhile. Immutable; any thread.</summary>
/// <param name="isDirect">Banned members are shown, too.</param>
internal sealed class ChannelSnapshot(
    World world, long lastEventId, long unreadPointer, IReadOnlyList<UserRow> members, DateTimeOffset readAt, bool isDirect)
{
    private readonly World _world = world;
    private readonly long _lastEventId = lastEventId;
    private readonly long _unreadPointer = unreadPointer;
    private readonly IReadOnlyList<UserRow> _members = members;
    private readonly DateTimeOffset _readAt = readAt;
    private readonly bool _isDirect = isDirect;

    // Encoded at the first use of each form; a lost race costs one encoding.
    private byte[]? _publicMembers;
    private byte[]? _adminMembers;

    /// <summary>Writes the payload of the reply.</summary>
    /// <param name="id">For clients that do not know it yet.</param>
    public void Write(Utf8JsonWriter json, UserView view, ChannelId? id = null)
    {
        json.WriteStartObject();
        if (id is { } channel)
        {
            json.WriteString("id"u8, channel.Value);
        }

        json.WriteNull("state"u8);
        json.WriteNumber("next_event_id"u8, _lastEventId + 1);
        json.WriteNumber("unread_pointer"u8, _unreadPointer);
        json.WriteRaw("members"u8, view == UserView.Admin ? _adminMembers ??= Encode(view) : _publicMembers ??= Encode(view));
        json.WriteEndObject();
    }

    private byte[] Encode(UserView view)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Json.WriteStartArray();
        foreach (var row in _members)
        {
            var user = new User(row);
            if (user.IsPerson && (_isDirect || !user.IsBanned))
            {
                UserObject.Write(buffer.Json, user, _world, _readAt, view);
            }
        }

        buffer.Json.WriteEndArray();
        buffer.Json.Flush();
        var members = buffer.Buffer.WrittenSpan.ToArray();
        buffer.Return();
        return members;
    }
}
