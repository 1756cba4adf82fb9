using System.Globalization;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>What each field of a patch accepts (rooms.md section 5.4), with the texts of world.md section 3. Null in place of a fault: the value is good.</summary>
internal static class PatchValues
{
    private const int MaxNameLength = 300;
    private const string NotNull = "This field may not be null.";
    private const string NotText = "Not a valid string.";
    private const string NotInteger = "A valid integer is required.";
    private const string NotTruth = "Must be a valid boolean.";

    // The web client's forms send text.
    private static readonly string[] Yes = ["true", "yes", "on", "t", "y", "1"];
    private static readonly string[] No = ["false", "no", "off", "f", "n", "0"];

    public static (string? Fault, string Value) ReadName(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return (NotNull, string.Empty);
        }

        return ReadText(json) switch
        {
            null => (NotText, string.Empty),
            { Length: 0 } => ("This field may not be blank.", string.Empty),
            { } text when text.EnumerateRunes().Count() > MaxNameLength => ($"Ensure this field has no more than {MaxNameLength} characters.", string.Empty),
            { } text => (null, text),
        };
    }

    public static (string? Fault, string? Value) ReadDescription(JsonElement json) =>
        json.ValueKind == JsonValueKind.Null ? (null, null)
        : ReadText(json) is { } text ? (null, text)
        : (NotText, null);

    public static (string? Fault, int Value) ReadInteger(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return (NotNull, 0);
        }

        var styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        var (text, allowed) = json.ValueKind switch
        {
            JsonValueKind.String => (JsonInput.TextOf(json), styles),
            JsonValueKind.Number => (json.GetRawText(), styles | NumberStyles.AllowExponent),
            _ => (null, styles),
        };

        return decimal.TryParse(text, allowed, CultureInfo.InvariantCulture, out var number) && decimal.IsInteger(number) ? ReadRange(number) : (NotInteger, 0);
    }

    public static (string? Fault, bool Value) ReadTruth(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => (NotNull, false),
        JsonValueKind.True => (null, true),
        JsonValueKind.False => (null, false),
        JsonValueKind.Number => json.TryGetDouble(out var number) && number is 0 or 1 ? (null, number == 1) : (NotTruth, false),
        JsonValueKind.String when Yes.Contains(JsonInput.TextOf(json), StringComparer.OrdinalIgnoreCase) => (null, true),
        JsonValueKind.String when No.Contains(JsonInput.TextOf(json), StringComparer.OrdinalIgnoreCase) => (null, false),
        _ => (NotTruth, false),
    };

    /// <summary>True: the picture stays; false: it is removed.</summary>
    public static (string? Fault, bool IsKept) ReadPicture(JsonElement json, string? current) =>
        json.ValueKind == JsonValueKind.Null ? (null, false)
        : current is not null && JsonInput.TextOf(json) == current ? (null, true)
        : ("A picture can only be kept or removed.", false);

    public static (string? Fault, RawJson Value) ReadGrants(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return (NotNull, default);
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            return ($"Expected a dictionary of items but got type \"{TypeOf(json)}\".", default);
        }

        foreach (var grant in json.EnumerateObject())
        {
            if (!IsRequirement(grant.Value))
            {
                return ("Expected lists of traits, or of lists of traits.", default);
            }
        }

        return (null, RawJson.CopyOf(json));
    }

    public static (string? Fault, RawJson Value) ReadModules(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return (NotNull, default);
        }

        if (json.ValueKind != JsonValueKind.Array)
        {
            return ($"Expected a list of items but got type \"{TypeOf(json)}\".", default);
        }

        foreach (var module in json.EnumerateArray())
        {
            if (!IsModule(module))
            {
                return ("Expected modules with a type and a configuration.", default);
            }
        }

        return (null, RawJson.CopyOf(json));
    }

    /// <summary>Null is stored as none.</summary>
    public static (string? Fault, RawJson? Value) ReadAnything(JsonElement json) =>
        (null, json.ValueKind == JsonValueKind.Null ? null : RawJson.CopyOf(json));

    /// <summary>Text without surrounding blanks, or a number as it is written; null for everything else.</summary>
    private static string? ReadText(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number ? json.GetRawText() : JsonInput.TextOf(json)?.Trim();

    private static (string? Fault, int Value) ReadRange(decimal number) => number switch
    {
        > int.MaxValue => ($"Ensure this value is less than or equal to {int.MaxValue}.", 0),
        < int.MinValue => ($"Ensure this value is greater than or equal to {int.MinValue}.", 0),
        _ => (null, (int)number),
    };

    private static bool IsRequirement(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array
        && json.EnumerateArray().All(static element => element.ValueKind == JsonValueKind.String
            || (element.ValueKind == JsonValueKind.Array && element.EnumerateArray().All(static trait => trait.ValueKind == JsonValueKind.String)));

    private static bool IsModule(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty("type"u8, out var type) && type.ValueKind == JsonValueKind.String
        && (!json.TryGetProperty("config"u8, out var config) || config.ValueKind is JsonValueKind.Object or JsonValueKind.Null);

    private static string TypeOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "dict",
        JsonValueKind.Array => "list",
        JsonValueKind.String => "str",
        JsonValueKind.Number => json.GetRawText().AsSpan().IndexOfAny(".eE") < 0 ? "int" : "float",
        _ => "bool",
    };
}
