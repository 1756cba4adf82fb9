using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Announcements;

/// <summary>Writes announcements as clients see them (announcements.md section 1).</summary>
internal static class AnnouncementObject
{
    /// <summary>For replies and logins.</summary>
    public static void Write(Utf8JsonWriter json, Announcement announcement, DateTimeOffset now)
    {
        json.WriteStartObject();
        WriteMembers(json, announcement);
        json.WriteBoolean("is_visible"u8, announcement.IsVisibleAt(now));
        json.WriteEndObject();
    }

    public static void WriteAll(Utf8JsonWriter json, IReadOnlyList<Announcement> announcements, DateTimeOffset now)
    {
        json.WriteStartArray();
        foreach (var announcement in announcements)
        {
            Write(json, announcement, now);
        }

        json.WriteEndArray();
    }

    /// <summary>The four keys of the broadcast.</summary>
    public static void WriteMembers(Utf8JsonWriter json, Announcement announcement)
    {
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
    }
}
