using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>Writes exhibitors as clients see them, also in the audit log (exhibition.md section 1).</summary>
internal static class ExhibitorObject
{
    /// <summary>The full form.</summary>
    public static void Write(Utf8JsonWriter json, ExhibitorDetails exhibitor, World world, DateTimeOffset now)
    {
        var row = exhibitor.Row;
        json.WriteStartObject();
        json.WriteString("id"u8, row.Id.Value);
        json.WriteString("name"u8, row.Name);
        json.WriteString("tagline"u8, row.Tagline);
        json.WriteString("logo"u8, row.Logo);
        json.WriteString("banner_list"u8, row.BannerList);
        json.WriteString("banner_detail"u8, row.BannerDetail);
        json.WriteBoolean("contact_enabled"u8, row.ContactEnabled);
        json.WriteString("text_legacy"u8, row.TextLegacy);
        json.WriteRaw("text_content"u8, row.TextContent.Utf8);
        json.WriteString("short_text"u8, row.ShortText);
        json.WriteString("size"u8, row.Size);
        json.WriteNumber("sorting_priority"u8, row.SortingPriority);
        WriteLinks(json, exhibitor);
        json.WriteStartArray("staff"u8);
        foreach (var user in exhibitor.Staff)
        {
            UserObject.Write(json, user, world, now);
        }

        json.WriteEndArray();
        json.WriteString("room_id"u8, row.Room.Value);
        if (row.HighlightedRoom is { } highlighted)
        {
            json.WriteString("highlighted_room_id"u8, highlighted.Value);
        }
        else
        {
            json.WriteNull("highlighted_room_id"u8);
        }

        json.WriteEndObject();
    }

    /// <summary>The form of lists.</summary>
    public static void Write(Utf8JsonWriter json, ListedExhibitor exhibitor)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, exhibitor.Id.Value);
        json.WriteString("name"u8, exhibitor.Name);
        json.WriteString("tagline"u8, exhibitor.Tagline);
        json.WriteString("short_text"u8, exhibitor.ShortText);
        json.WriteString("logo"u8, exhibitor.Logo);
        json.WriteString("banner_list"u8, exhibitor.BannerList);
        json.WriteString("size"u8, exhibitor.Size);
        json.WriteNumber("sorting_priority"u8, exhibitor.SortingPriority);
        json.WriteEndObject();
    }

    /// <summary>The full form as a value of its own.</summary>
    public static RawJson Describe(ExhibitorDetails exhibitor, World world, DateTimeOffset now) =>
        new(MessageBuffer.Encode(json => Write(json, exhibitor, world, now)));

    private static void WriteLinks(Utf8JsonWriter json, ExhibitorDetails exhibitor)
    {
        json.WriteStartArray("links"u8);
        foreach (var link in exhibitor.Links)
        {
            json.WriteStartObject();
            json.WriteString("display_text"u8, link.DisplayText);
            json.WriteString("url"u8, link.Url);
            json.WriteString("category"u8, link.Category);
            json.WriteNumber("sorting_priority"u8, link.SortingPriority);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("social_media_links"u8);
        foreach (var link in exhibitor.SocialMediaLinks)
        {
            json.WriteStartObject();
            json.WriteString("display_text"u8, link.DisplayText);
            json.WriteString("url"u8, link.Url);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
