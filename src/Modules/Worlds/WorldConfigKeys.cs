using System.Collections.Frozen;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>Keys of <c>world.config.get</c> and <c>.patch</c> (world.md section 3); most are keys of <c>core_world.config</c> as well.</summary>
internal static class WorldConfigKeys
{
    public const string Theme = "theme";
    public const string Roles = "roles";
    public const string TraitGrants = "trait_grants";
    public const string ConferenceDefaults = "bbb_defaults";
    public const string Pretalx = "pretalx";
    public const string Title = "title";
    public const string Locale = "locale";
    public const string Timezone = "timezone";
    public const string DateLocale = "dateLocale";
    public const string VideoPlayer = "videoPlayer";
    public const string ConnectionLimit = "connection_limit";
    public const string ProfileFields = "profile_fields";
    public const string SocialLogins = "social_logins";
    public const string IframeBlockers = "iframe_blockers";
    public const string TrackExhibitorViews = "track_exhibitor_views";
    public const string TrackRoomViews = "track_room_views";
    public const string TrackWorldViews = "track_world_views";
    public const string OnsiteTraits = "onsite_traits";
    public const string ConftoolUrl = "conftool_url";
    public const string ConftoolPassword = "conftool_password";

    /// <summary>A key inside <see cref="ConferenceDefaults"/> that old worlds have: never shown, and gone with the next write.</summary>
    public const string LegacySecret = "secret";

    private static readonly FrozenSet<string> Patchable = FrozenSet.Create(
        StringComparer.Ordinal,
        Theme, Roles, TraitGrants, ConferenceDefaults, Pretalx, Title, Locale, Timezone, DateLocale, VideoPlayer, ConnectionLimit, ProfileFields, SocialLogins,
        IframeBlockers, TrackExhibitorViews, TrackRoomViews, TrackWorldViews, OnsiteTraits, ConftoolUrl, ConftoolPassword);

    /// <summary>Whether a patch may change it; all others are passed over unread.</summary>
    public static bool IsPatchable(string key) => Patchable.Contains(key);
}
