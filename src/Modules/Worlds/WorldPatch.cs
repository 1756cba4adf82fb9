using System.Buffers;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>A checked <c>world.config.patch</c>: what it does to a row, or what is wrong with it, field by field (world.md section 3). Not thread-safe while it is read.</summary>
internal sealed class WorldPatch
{
    private const int MaxTitleLength = 300;
    private const int MaxLocaleLength = 100;

    private readonly List<Func<WorldRow, WorldRow>> _columns = [];
    private readonly List<(string Key, RawJson Value)> _config = [];
    private readonly FormFaults _faults = new();

    private WorldPatch()
    {
    }

    /// <summary>Null: nothing is wrong.</summary>
    public RawJson? Details { get; private set; }

    public static WorldPatch Read(RawJson body, SocialLogins logins)
    {
        var patch = new WorldPatch();
        if (FaultOfWhole(body) is { } fault)
        {
            patch.Details = FormFaults.Whole(fault);
            return patch;
        }

        foreach (var (field, value) in Split(body))
        {
            if (JsonInput.FindTextFault(value.Utf8) is var textFault and not TextFault.None)
            {
                patch.Refuse(field, textFault == TextFault.NullCharacter ? FormValues.NullCharacter : FormValues.NotText);
            }
            else
            {
                using var document = JsonDocument.Parse(value.Memory, JsonInput.StoredOptions);
                patch.Read(field, document.RootElement, logins);
            }
        }

        patch.Details = patch._faults.Details;
        return patch;
    }

    /// <summary>Pure; the config is written anew only when one of its keys was given.</summary>
    public WorldRow ApplyTo(WorldRow row)
    {
        foreach (var change in _columns)
        {
            row = change(row);
        }

        if (_config.Count == 0)
        {
            return row;
        }

        var config = new StoredConfig(row.Config);
        foreach (var (key, value) in _config)
        {
            config.Set(key, key == WorldConfigKeys.Pretalx ? PretalxRule.Apply(config.Find(key), value) : value);
        }

        return row with { Config = config.Encode() };
    }

    private static string? FaultOfWhole(RawJson body)
    {
        var reader = new Utf8JsonReader(body.Utf8, new JsonReaderOptions { MaxDepth = JsonInput.MaxDepth });
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.Null)
        {
            return "No data provided";
        }

        using var document = JsonDocument.Parse(body.Memory, JsonInput.StoredOptions);
        return $"Invalid data. Expected a dictionary, but got {FormValues.TypeOf(document.RootElement)}.";
    }

    // Key by key and not as a document: keys that are passed over may hold anything, also what makes a document throw.
    private static OrderedDictionary<string, RawJson> Split(RawJson body)
    {
        var fields = new OrderedDictionary<string, RawJson>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(body.Utf8, new JsonReaderOptions { MaxDepth = JsonInput.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonInput.TryReadName(ref reader, out var text) ? text : null;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (name is not null && WorldConfigKeys.IsPatchable(name))
            {
                fields[name] = new RawJson(body.Utf8[start..(int)reader.BytesConsumed].ToArray());
            }
        }

        return fields;
    }

    private void Read(string field, JsonElement json, SocialLogins logins)
    {
        switch (field)
        {
            case WorldConfigKeys.Title:
                ReadColumn(field, FormValues.ReadText(json, MaxTitleLength), static (row, text) => row with { Title = text });
                break;
            case WorldConfigKeys.Locale:
                ReadColumn(field, FormValues.ReadText(json, MaxLocaleLength), static (row, text) => row with { Locale = text });
                break;
            case WorldConfigKeys.Timezone:
                ReadColumn(field, WorldPatchValues.ReadTimezone(json), static (row, name) => row with { Timezone = name });
                break;
            case WorldConfigKeys.Roles:
                ReadColumn(field, WorldPatchValues.ReadObject(json), static (row, roles) => row with { Roles = roles });
                break;
            case WorldConfigKeys.TraitGrants:
                ReadColumn(field, WorldPatchValues.ReadObject(json), static (row, grants) => row with { TraitGrants = grants });
                break;
            case WorldConfigKeys.Theme or WorldConfigKeys.ConferenceDefaults or WorldConfigKeys.Pretalx:
                ReadKey(field, WorldPatchValues.ReadObject(json));
                break;
            case WorldConfigKeys.VideoPlayer:
                ReadKey(field, json.ValueKind == JsonValueKind.Null ? (null, RawJson.CopyOf(json)) : WorldPatchValues.ReadObject(json));
                break;
            case WorldConfigKeys.DateLocale:
                ReadKey(field, FormValues.ReadText(json), static text => Encode(text));
                break;
            case WorldConfigKeys.ConnectionLimit:
                ReadKey(field, json.ValueKind == JsonValueKind.Null ? (null, null) : ReadLimit(json), static limit => Encode(limit));
                break;
            case WorldConfigKeys.ProfileFields or WorldConfigKeys.IframeBlockers or WorldConfigKeys.OnsiteTraits:
                ReadKey(field, json.ValueKind == JsonValueKind.Null ? (FormValues.NotNull, default) : (null, RawJson.CopyOf(json)));
                break;
            case WorldConfigKeys.SocialLogins:
                ReadLogins(field, logins.Read(json));
                break;
            case WorldConfigKeys.TrackExhibitorViews or WorldConfigKeys.TrackRoomViews or WorldConfigKeys.TrackWorldViews:
                ReadKey(field, FormValues.ReadTruth(json), static truth => new RawJson(truth ? "true"u8.ToArray() : "false"u8.ToArray()));
                break;
            case WorldConfigKeys.ConftoolUrl:
                ReadKey(field, WorldPatchValues.ReadUrl(json), static url => Encode(url));
                break;
            case WorldConfigKeys.ConftoolPassword:
                ReadKey(field, WorldPatchValues.ReadOptionalText(json), static text => Encode(text));
                break;
        }
    }

    private void ReadColumn<T>(string field, (string? Fault, T Value) read, Func<WorldRow, T, WorldRow> change)
    {
        if (read.Fault is { } fault)
        {
            Refuse(field, fault);
        }
        else
        {
            _columns.Add(row => change(row, read.Value));
        }
    }

    private void ReadKey<T>(string field, (string? Fault, T Value) read, Func<T, RawJson> encode)
    {
        if (read.Fault is { } fault)
        {
            Refuse(field, fault);
        }
        else
        {
            _config.Add((field, encode(read.Value)));
        }
    }

    private void ReadKey(string field, (string? Fault, RawJson Value) read) => ReadKey(field, read, static json => json);

    private void ReadLogins(string field, (RawJson? Fault, RawJson Value) read)
    {
        if (read.Fault is { } fault)
        {
            _faults.Add(field, fault);
        }
        else
        {
            _config.Add((field, read.Value));
        }
    }

    private void Refuse(string field, string fault) => _faults.Add(field, FormFaults.Text(fault));

    private static (string? Fault, BigInteger? Value) ReadLimit(JsonElement json)
    {
        var (fault, limit) = FormValues.ReadInteger(json);
        return (fault, limit);
    }

    private static RawJson Encode(BigInteger? number) =>
        new(Encoding.ASCII.GetBytes(number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"));

    private static RawJson Encode(string? text)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, JsonOutput.Options))
        {
            json.WriteStringValue(text);
        }

        return new RawJson(output.WrittenSpan.ToArray());
    }
}
