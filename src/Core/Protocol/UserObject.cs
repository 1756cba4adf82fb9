using System.Text.Json;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Protocol;

/// <summary>Writes user objects as clients see them (auth-and-users.md section 3).</summary>
public static class UserObject
{
    // A user is "inactive" when the last login is older than this.
    private static readonly TimeSpan InactiveAfter = TimeSpan.FromHours(36);

    private static readonly Dictionary<string, string> NoBadges = [];

    /// <summary>Writes one complete object.</summary>
    /// <param name="now">Decides <c>inactive</c>.</param>
    public static void Write(Utf8JsonWriter json, User user, World world, DateTimeOffset now, UserView view = UserView.Public) =>
        Write(json, user, world.Config.TraitBadges, now, view);

    /// <summary>Writes one public object with an empty list of badges.</summary>
    public static void WriteWithoutBadges(Utf8JsonWriter json, User user, DateTimeOffset now) => Write(json, user, NoBadges, now, UserView.Public);

    private static void Write(Utf8JsonWriter json, User user, IReadOnlyDictionary<string, string> badges, DateTimeOffset now, UserView view)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, user.Id.Value);
        json.WriteRaw("profile"u8, user.IsDeleted ? "{}"u8 : user.Profile.Utf8);
        json.WriteString("pretalx_id"u8, user.Row.PretalxId);
        json.WriteBoolean("deleted"u8, user.IsDeleted);
        json.WriteBoolean("inactive"u8, IsInactive(user, now));
        WriteBadges(json, user, badges);
        if (view.HasFlag(UserView.Admin))
        {
            json.WriteString("moderation_state"u8, user.Row.ModerationState);
            json.WriteString("token_id"u8, user.IsDeleted ? null : user.Row.TokenId);
        }

        if (view.HasFlag(UserView.Own))
        {
            json.WriteRaw("client_state"u8, user.Row.ClientState.Utf8);
        }

        json.WriteEndObject();
    }

    /// <summary>Value of <c>inactive</c>: what changes in a user's object without a change of the user or the world.</summary>
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
