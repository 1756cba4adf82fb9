using System.Runtime.InteropServices;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Posters;

/// <summary>The beginning of an abstract, for lists (posters.md, "shortened abstract"). Abstracts that are plain lists of operations are not shortened.</summary>
internal static class AbstractPreview
{
    // Characters, that is code points, of text.
    private const int MaxLength = 1000;

    public static void Write(Utf8JsonWriter json, RawJson text)
    {
        using var document = JsonDocument.Parse(text.Memory, JsonInput.StoredOptions);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("ops"u8, out var operations) || operations.ValueKind != JsonValueKind.Array)
        {
            json.WriteRawValue(text.Utf8, skipInputValidation: true);
            return;
        }

        json.WriteStartObject();
        json.WriteStartArray("ops"u8);
        WriteOperations(json, operations);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOperations(Utf8JsonWriter json, JsonElement operations)
    {
        var rest = MaxLength;
        foreach (var operation in operations.EnumerateArray())
        {
            if (rest == 0)
            {
                return;
            }

            // Pictures and the like are dropped.
            if (operation.ValueKind != JsonValueKind.Object || !operation.TryGetProperty("insert"u8, out var insert) || JsonInput.TextOf(insert) is not { } text)
            {
                continue;
            }

            if (EndOf(text, ref rest) is var end && end == text.Length)
            {
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(operation), skipInputValidation: true);
            }
            else
            {
                WriteCut(json, operation, $"{text.AsSpan(0, end)}…");
            }
        }
    }

    private static void WriteCut(Utf8JsonWriter json, JsonElement operation, string text)
    {
        json.WriteStartObject();
        foreach (var member in operation.EnumerateObject())
        {
            if (member.NameEquals("insert"u8))
            {
                json.WriteString("insert"u8, text);
            }
            else
            {
                json.WritePropertyName(member.Name);
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
            }
        }

        json.WriteEndObject();
    }

    // Where the text ends that fits into the rest, which becomes smaller by it.
    private static int EndOf(string text, ref int rest)
    {
        var end = 0;
        foreach (var character in text.EnumerateRunes())
        {
            if (rest == 0)
            {
                return end;
            }

            end += character.Utf16SequenceLength;
            rest--;
        }

        return end;
    }
}
