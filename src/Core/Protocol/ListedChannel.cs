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
        List<ChannelId>? direct = null;
        foreach (var membership in await chats.ReadMembershipsAsync(world, user))
        {
            if (IsListed(membership))
            {
                listed.Add(new ListedChannel(membership, null));
                if (membership.IsDirect)
                {
                    (direct ??= []).Add(membership.Channel);
                }
            }
        }

        if (direct is not null)
        {
            AddMembers(listed, await chats.ReadMembersAsync(world, direct));
        }

        return listed;
    }

    /// <summary>Visible and persistent.</summary>
    public static bool IsListed(in Membership membership) => !membership.IsVolatile && !membership.IsHidden;

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

    /// <summary>Gives the direct ones of the channels, which have none yet, their members.</summary>
    public static void AddMembers(List<ListedChannel> listed, IReadOnlyDictionary<ChannelId, IReadOnlyList<UserRow>> members)
    {
        for (var index = 0; index < listed.Count; index++)
        {
            if (listed[index].Membership is { IsDirect: true } membership)
            {
                listed[index] = new ListedChannel(membership, members.GetValueOrDefault(membership.Channel, []));
            }
        }
    }
}
