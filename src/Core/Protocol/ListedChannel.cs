using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Protocol;

/// <summary>One item of a user's channel list (chat.md section 8.2), as logins and <c>chat.channels</c> send it.</summary>
/// <param name="Membership">Visible and persistent.</param>
/// <param name="Members">All members of a direct channel; null for room channels.</param>
public readonly record struct ListedChannel(Membership Membership, IReadOnlyList<UserRow>? Members)
{
    /// <summary>The user's visible, persistent memberships.</summary>
    public static async Task<List<ListedChannel>> ReadAsync(IChatStore chats, WorldId world, UserId user)
    {
        var listed = new List<ListedChannel>();
        foreach (var membership in await chats.ReadMembershipsAsync(world, user))
        {
            if (!membership.IsVolatile && !membership.IsHidden)
            {
                var members = membership.IsDirect ? await chats.ReadMembersAsync(world, membership.Channel) : null;
                listed.Add(new ListedChannel(membership, members));
            }
        }

        return listed;
    }

    /// <summary>Writes one item.</summary>
    public void Write(Utf8JsonWriter json, World world, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, Membership.Channel.Value);

        // The same value under the reference's name and the documented one.
        json.WriteNumber("unread_pointer"u8, Membership.UnreadPointer);
        json.WriteNumber("notification_pointer"u8, Membership.UnreadPointer);
        if (Members is not null)
        {
            json.WriteStartArray("members"u8);
            foreach (var row in Members)
            {
                UserObject.Write(json, new User(row), world, now);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
