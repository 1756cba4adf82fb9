using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>What a new schedule source means (world.md section 3, "pretalx rule"). Thread-safe.</summary>
internal static class PretalxRule
{
    private const string Connected = "connected";

    private static readonly string[] SourceKeys = ["domain", "url", "event"];

    /// <summary>The value to store: given for another source than the stored one, it is not connected yet.</summary>
    /// <param name="stored">Null: none.</param>
    /// <param name="given">An object.</param>
    public static RawJson Apply(RawJson? stored, RawJson given)
    {
        using var old = JsonDocument.Parse((stored ?? RawJson.EmptyObject).Memory, JsonInput.StoredOptions);
        using var wanted = JsonDocument.Parse(given.Memory, JsonInput.StoredOptions);
        return SourceKeys.All(key => AreEqual(Find(old.RootElement, key), Find(wanted.RootElement, key))) ? given : Disconnect(wanted.RootElement);
    }

    /// <summary>Whether the two differ as JSON values.</summary>
    public static bool IsChanged(RawJson? stored, RawJson? wanted)
    {
        using var left = JsonDocument.Parse((stored ?? RawJson.EmptyObject).Memory, JsonInput.StoredOptions);
        using var right = JsonDocument.Parse((wanted ?? RawJson.EmptyObject).Memory, JsonInput.StoredOptions);
        return !JsonElement.DeepEquals(left.RootElement, right.RootElement);
    }

    // Missing, null and empty are the same.
    private static JsonElement? Find(JsonElement source, string key) =>
        source.ValueKind == JsonValueKind.Object && source.TryGetProperty(key, out var value)
        && value.ValueKind != JsonValueKind.Null && !(value.ValueKind == JsonValueKind.String && value.ValueEquals(string.Empty))
            ? value
            : null;

    private static bool AreEqual(JsonElement? left, JsonElement? right) =>
        left is { } one && right is { } other ? JsonElement.DeepEquals(one, other) : left is null && right is null;

    private static RawJson Disconnect(JsonElement source)
    {
        return new RawJson(MessageBuffer.Encode(json =>
        {
            json.WriteStartObject();
            foreach (var property in source.EnumerateObject().Where(static property => !property.NameEquals(Connected)))
            {
                property.WriteTo(json);
            }

            json.WriteBoolean(Connected, false);
            json.WriteEndObject();
        }));
    }
}
