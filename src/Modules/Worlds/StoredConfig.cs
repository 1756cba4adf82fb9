using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Worlds;

/// <summary><c>core_world.config</c> as a list of keys with their JSON text: what is not touched stays as it was, in its order. Not thread-safe.</summary>
internal sealed class StoredConfig
{
    private static readonly string[] Hidden = [WorldConfigKeys.LegacySecret];

    // In the order of the row; of a key that stands twice the last value counts.
    private readonly OrderedDictionary<string, RawJson> _values = new(StringComparer.Ordinal);

    /// <param name="config">Null and everything that is no object count as <c>{}</c>.</param>
    public StoredConfig(RawJson? config)
    {
        if (config is not { } json)
        {
            return;
        }

        using var document = JsonDocument.Parse(json.Memory, JsonInput.StoredOptions);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var property in document.RootElement.EnumerateObject())
        {
            _values[property.Name] = RawJson.CopyOf(property.Value);
        }

        if (_values.TryGetValue(WorldConfigKeys.ConferenceDefaults, out var defaults))
        {
            _values[WorldConfigKeys.ConferenceDefaults] = Without(defaults, Hidden);
        }
    }

    /// <summary>Null: missing. A stored null is the text <c>null</c>.</summary>
    public RawJson? Find(string key) => _values.TryGetValue(key, out var value) ? value : null;

    public void Set(string key, RawJson value) =>
        _values[key] = key == WorldConfigKeys.ConferenceDefaults ? Without(value, Hidden) : value;

    public RawJson Encode()
    {
        return new RawJson(MessageBuffer.Encode(json =>
        {
            json.WriteStartObject();
            foreach (var (key, value) in _values)
            {
                json.WritePropertyName(key);
                json.WriteRawValue(value.Utf8, skipInputValidation: true);
            }

            json.WriteEndObject();
        }));
    }

    /// <summary>The object without these keys; everything that is no object as it is.</summary>
    private static RawJson Without(RawJson value, string[] keys)
    {
        using var document = JsonDocument.Parse(value.Memory, JsonInput.StoredOptions);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !keys.Any(key => document.RootElement.TryGetProperty(key, out _)))
        {
            return value;
        }

        return new RawJson(MessageBuffer.Encode(json =>
        {
            json.WriteStartObject();
            foreach (var property in document.RootElement.EnumerateObject().Where(property => !keys.Contains(property.Name)))
            {
                property.WriteTo(json);
            }

            json.WriteEndObject();
        }));
    }
}
