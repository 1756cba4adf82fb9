using System.Collections.Frozen;
using System.Text.Json;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Protocol;

/// <summary>Writes user objects as clients see them (auth-and-users.md section 3).</summary>
public static class UserObject
{
    // A user is "inactive" when the last login is older than this.
    private static readonly TimeSpan InactiveAfter = TimeSpan.FromHours(36);

    /// <summary>Writes one complete object.</summary>
    /// <param name="now">Decides <c>inactive</c>.</param>
    public static void Write(Utf8JsonWriter json, User user, World world, DateTimeOffset now, UserView view = UserView.Public)
    {
        json.WriteStartObject();
        WriteMembers(json, user, world, now, view);
        json.WriteEndObject();
    }

    /// <summary>Writes what <see cref="Write"/> writes between the braces, for objects with more in them.</summary>
    public static void WriteMembers(Utf8JsonWriter json, User user, World world, DateTimeOffset now, UserView view)
    {
        json.WriteString("id"u8, user.Id.Value);
        json.WriteRaw("profile"u8, user.IsDeleted ? "{}"u8 : user.Profile.Utf8);
        json.WriteString("pretalx_id"u8, user.Row.PretalxId);
        if (!view.HasFlag(UserView.Found))
        {
            json.WriteBoolean("deleted"u8, user.IsDeleted);
        }

        json.WriteBoolean("inactive"u8, IsInactive(user, now));
        WriteBadges(json, user, view.HasFlag(UserView.Unbadged) ? FrozenDictionary<string, string>.Empty : world.Config.TraitBadges);
        if (view.HasFlag(UserView.Admin))
        {
            json.WriteString("moderation_state"u8, user.Row.ModerationState);
            json.WriteString("token_id"u8, user.IsDeleted ? null : user.Row.TokenId);
        }

        if (view.HasFlag(UserView.Own))
        {
            json.WriteRaw("client_state"u8, user.Row.ClientState.Utf8);
        }
    }

    /// <summary>Whether the user's last login is long ago; one who never logged in is inactive.</summary>
    public static bool IsInactive(User user, DateTimeOffset now) => user.Row.LastLogin is not { } lastLogin || now - lastLogin > InactiveAfter;

    private static void WriteBadges(Utf8JsonWriter json, User user, IReadOnlyDictionary<string, string> badges)
    {
        json.WriteStartArray("badges"u8);
        if (badges.Count > 0)
        {
            var seen = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var trait in user.Traits)
            {
                if (badges.TryGetValue(trait, out var badge))
                {
                    seen.Add(badge);
                }
            }

            foreach (var badge in seen)
            {
                json.WriteStringValue(badge);
            }
        }

        json.WriteEndArray();
    }
}
