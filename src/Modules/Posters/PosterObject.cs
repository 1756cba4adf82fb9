using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Posters;

/// <summary>Writes posters as clients see them (posters.md section 1).</summary>
internal static class PosterObject
{
    /// <summary>Writes the object without its end, so that <c>has_voted</c> may follow.</summary>
    /// <param name="isShort">The abstract is for a list.</param>
    public static void WriteStart(Utf8JsonWriter json, Poster poster, World world, DateTimeOffset now, bool isShort)
    {
        var row = poster.Row;
        json.WriteStartObject();
        json.WriteString("id"u8, row.Id.Value);
        json.WriteString("title"u8, row.Title);
        json.WritePropertyName("abstract"u8);
        if (isShort)
        {
            AbstractPreview.Write(json, row.Abstract);
        }
        else
        {
            json.WriteRawValue(row.Abstract.Utf8, skipInputValidation: true);
        }

        json.WriteRaw("authors"u8, row.Authors.Utf8);
        json.WriteString("category"u8, row.Category);
        json.WriteRaw("tags"u8, row.Tags.Utf8);
        json.WriteString("poster_url"u8, row.PosterUrl);
        json.WriteString("poster_preview"u8, row.PosterPreview);
        WriteLinks(json, poster.Links);
        json.WriteStartArray("presenters"u8);
        foreach (var presenter in poster.Presenters)
        {
            UserObject.Write(json, presenter, world, now);
        }

        json.WriteEndArray();
        WriteId(json, "channel"u8, row.Channel?.Value);
        json.WriteNumber("votes"u8, poster.Votes);
        WriteId(json, "presentation_room_id"u8, row.PresentationRoom?.Value);
        json.WriteString("schedule_session"u8, row.ScheduleSession);
        json.WriteString("parent_room_id"u8, row.ParentRoom.Value);
    }

    /// <summary>Complete, with the full abstract and <c>has_voted</c>.</summary>
    public static void WriteForViewer(Utf8JsonWriter json, Poster poster, World world, DateTimeOffset now)
    {
        WriteStart(json, poster, world, now, isShort: false);
        json.WriteBoolean("has_voted"u8, poster.HasVoted);
        json.WriteEndObject();
    }

    /// <summary>Complete, the same for everybody: what the audit log shows.</summary>
    public static RawJson Describe(Poster poster, World world, DateTimeOffset now) =>
        new(MessageBuffer.Encode(json => Write(json, poster, world, now)));

    /// <summary>As <see cref="Describe"/>.</summary>
    public static void Write(Utf8JsonWriter json, Poster poster, World world, DateTimeOffset now)
    {
        WriteStart(json, poster, world, now, isShort: false);
        json.WriteEndObject();
    }

    private static void WriteLinks(Utf8JsonWriter json, IReadOnlyList<PosterLink> links)
    {
        json.WriteStartArray("links"u8);
        foreach (var link in links)
        {
            json.WriteStartObject();
            json.WriteString("display_text"u8, link.DisplayText);
            json.WriteString("url"u8, link.Url);
            json.WriteNumber("sorting_priority"u8, link.SortingPriority);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteId(Utf8JsonWriter json, ReadOnlySpan<byte> name, Guid? id)
    {
        if (id is { } value)
        {
            json.WriteString(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
