using System.Text.Json;

namespace Venueless.Fast.Modules.Calls;

/// <summary>The reply of <c>recordings</c> commands that have found none.</summary>
internal static class EmptyResults
{
    public static void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("results"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
