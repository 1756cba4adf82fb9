using System.Buffers;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Domain.Import;

/// <summary>Reads the file format of operations.md section 4. Limits are those of the columns, so that the database never has to complain.</summary>
internal static class WorldImportParser
{
    private static readonly RawJson EmptyList = new("[]"u8.ToArray());

    public static WorldImport Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }

        try
        {
            using var document = JsonDocument.Parse(utf8);
            return ReadDocument(new ImportNode(document.RootElement, string.Empty));
        }
        catch (JsonException exception)
        {
            throw new WorldImportException($"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: is not valid JSON", exception);
        }
    }

    private static WorldImport ReadDocument(ImportNode node)
    {
        var document = node.AsObject();
        var world = document.Take("world").AsObject();
        var rooms = document.Take("rooms").AsList().ConvertAll(ReadRoom);
        var exhibitors = document.Take("exhibitors").AsList().ConvertAll(ReadExhibitor);
        var roles = ReadObject(document.TakeOrNull("roles"));
        var traitGrants = ReadObject(document.TakeOrNull("trait_grants"));
        document.RefuseRest();

        var id = world.Take("id").AsString(50);
        if (id.Length == 0)
        {
            throw WorldImportException.At("world.id", "is empty");
        }

        var title = world.Take("title").AsString(300);
        var (announcements, posters) = ReadExtras(world.TakeOrNull("import_extras"));
        return new WorldImport(new WorldId(id), title, ReadConfig(world), roles, traitGrants, rooms, exhibitors, announcements, posters);
    }

    private static RawJson ReadConfig(ImportObject world)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, JsonOutput.Options))
        {
            json.WriteStartObject();
            foreach (var (key, value) in world.Rest)
            {
                json.WritePropertyName(key);
                json.WriteRawValue(value.Raw.Utf8, skipInputValidation: true);
            }

            json.WriteEndObject();
        }

        return new RawJson(output.WrittenSpan.ToArray());
    }

    private static ImportedRoom ReadRoom(ImportNode node)
    {
        var room = node.AsObject();
        var hasChat = false;
        var modules = room.Take("modules");
        foreach (var entry in modules.AsList())
        {
            var type = entry.AsObject().Take("type").AsString();
            hasChat |= type == ModuleTypes.Chat;
        }

        var read = new ImportedRoom(
            room.Take("id").AsString(100),
            room.Take("name").AsString(300),
            room.Take("description").AsStringOrNull(),
            modules.Raw,
            hasChat,
            ReadObject(room.TakeOrNull("trait_grants")),
            room.TakeOrNull("pretalx_id")?.AsInteger() ?? 0);
        room.Take("picture");
        room.RefuseRest();
        return read;
    }

    private static ImportedExhibitor ReadExhibitor(ImportNode node)
    {
        var exhibitor = node.AsObject();
        var read = new ImportedExhibitor(
            exhibitor.Take("room").AsString(),
            exhibitor.Take("name").AsStringOrNull(80),
            exhibitor.Take("tagline").AsStringOrNull(250),
            exhibitor.Take("short_text").AsStringOrNull(),
            exhibitor.Take("logo").AsStringOrNull(200),
            exhibitor.Take("text").AsStringOrNull(),
            ReadJson(exhibitor.TakeOrNull("text_content")),
            exhibitor.Take("size").AsOneOf("1x1", "3x1", "3x3"),
            ReadLinks(exhibitor.TakeOrNull("links")),
            ReadLinks(exhibitor.TakeOrNull("social_media_links")));
        exhibitor.RefuseRest();
        return read;
    }

    private static (List<ImportedAnnouncement> Announcements, List<ImportedPoster> Posters) ReadExtras(ImportNode? node)
    {
        if (node is not { } present)
        {
            return ([], []);
        }

        var extras = present.AsObject();
        var announcements = extras.TakeOrNull("announcements")?.AsList().ConvertAll(ReadAnnouncement) ?? [];
        var posters = extras.TakeOrNull("posters")?.AsList().ConvertAll(ReadPoster) ?? [];
        extras.RefuseRest();
        return (announcements, posters);
    }

    private static ImportedAnnouncement ReadAnnouncement(ImportNode node)
    {
        var announcement = node.AsObject();
        var read = new ImportedAnnouncement(
            announcement.Take("text").AsString(),
            announcement.Take("state").AsOneOf("draft", "active", "archived"),
            announcement.TakeOrNull("show_until")?.AsTimeOrNull());
        announcement.RefuseRest();
        return read;
    }

    private static ImportedPoster ReadPoster(ImportNode node)
    {
        var poster = node.AsObject();
        var read = new ImportedPoster(
            poster.Take("import_id").AsString(),
            poster.Take("room").AsString(),
            poster.Take("title").AsStringOrNull(),
            ReadJson(poster.TakeOrNull("abstract")),
            ReadJson(poster.TakeOrNull("authors")),
            poster.TakeOrNull("category")?.AsStringOrNull(),
            ReadTags(poster.TakeOrNull("tags")),
            poster.TakeOrNull("poster_url")?.AsStringOrNull(200),
            poster.TakeOrNull("poster_preview")?.AsStringOrNull(200),
            poster.TakeOrNull("schedule_session")?.AsStringOrNull(),
            poster.TakeOrNull("presentation_room")?.AsStringOrNull(),
            poster.TakeOrNull("channel")?.AsBoolean() ?? false,
            ReadLinks(poster.TakeOrNull("links")));
        poster.RefuseRest();
        return read;
    }

    // The reference takes text and URL out of a link and ignores whatever else is there; files made for it have to import unchanged.
    private static List<ImportedLink> ReadLinks(ImportNode? node) =>
        node?.AsList().ConvertAll(static entry =>
        {
            var link = entry.AsObject();
            return new ImportedLink(
                link.Take("display_text").AsString(300), link.Take("url").AsString(200), link.TakeOrNull("sorting_priority")?.AsInteger() ?? 0);
        }) ?? [];

    private static RawJson ReadTags(ImportNode? node)
    {
        if (node is not { IsNull: false } tags)
        {
            return EmptyList;
        }

        foreach (var tag in tags.AsList())
        {
            tag.AsString();
        }

        return tags.Raw;
    }

    private static RawJson ReadJson(ImportNode? node) => node is { IsNull: false } value ? value.Raw : EmptyList;

    private static RawJson ReadObject(ImportNode? node)
    {
        if (node is not { } value)
        {
            return RawJson.EmptyObject;
        }

        value.AsObject();
        return value.Raw;
    }
}
