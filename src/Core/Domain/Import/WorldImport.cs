using System.Buffers;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Domain.Import;

/// <summary>A checked import document (operations.md section 4), ready to be written. Immutable.</summary>
/// <param name="Config">Every key of <c>world</c> but <c>id</c>, <c>title</c> and <c>import_extras</c>; replaces the stored configuration completely.</param>
public sealed record WorldImport(
    WorldId Id,
    string Title,
    RawJson Config,
    RawJson Roles,
    RawJson TraitGrants,
    IReadOnlyList<ImportedRoom> Rooms,
    IReadOnlyList<ImportedExhibitor> Exhibitors,
    IReadOnlyList<ImportedAnnouncement> Announcements,
    IReadOnlyList<ImportedPoster> Posters)
{
    /// <summary>Domain to give the world; null leaves the stored one alone. A document cannot set it, the caller can.</summary>
    public string? Domain { get; init; }

    /// <summary>Parses a document; throws <see cref="WorldImportException"/> with the JSON path of the first problem.</summary>
    public static WorldImport Parse(ReadOnlyMemory<byte> utf8) => WorldImportParser.Parse(utf8);

    /// <summary>
    /// The same import with every secret of <c>JWT_secrets</c> replaced by a random one: a published sample must never sign anybody in on a real server.
    /// </summary>
    public WorldImport WithFreshSecrets()
    {
        var output = new ArrayBufferWriter<byte>(Config.Utf8.Length + 64);
        using (var document = JsonDocument.Parse(Config.Memory))
        using (var json = new Utf8JsonWriter(output, JsonOutput.Options))
        {
            json.WriteStartObject();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                json.WritePropertyName(property.Name);
                if (property.NameEquals("JWT_secrets"u8) && property.Value.ValueKind == JsonValueKind.Array)
                {
                    WriteFreshSecrets(json, property.Value);
                }
                else
                {
                    property.Value.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        return this with { Config = new RawJson(output.WrittenSpan.ToArray()) };
    }

    private static void WriteFreshSecrets(Utf8JsonWriter json, JsonElement secrets)
    {
        json.WriteStartArray();
        foreach (var entry in secrets.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object)
            {
                entry.WriteTo(json);
                continue;
            }

            json.WriteStartObject();
            foreach (var property in entry.EnumerateObject())
            {
                if (property.NameEquals("secret"u8))
                {
                    json.WriteString("secret"u8, WorldDefaults.NewSecret());
                }
                else
                {
                    property.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
