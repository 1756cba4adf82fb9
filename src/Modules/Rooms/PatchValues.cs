using System.Numerics;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>What each field of a patch accepts (rooms.md section 5.4), with the texts of world.md section 3. Null in place of a fault: the value is good.</summary>
internal static class PatchValues
{
    private const int MaxNameLength = 300;

    public static (string? Fault, string Value) ReadName(JsonElement json) => FormValues.ReadText(json, MaxNameLength);

    public static (string? Fault, string? Value) ReadDescription(JsonElement json) =>
        json.ValueKind == JsonValueKind.Null ? (null, null)
        : FormValues.TextOf(json) is { } text ? (null, text)
        : (FormValues.NotText, null);

    public static (string? Fault, int Value) ReadInteger(JsonElement json)
    {
        var (fault, number) = FormValues.ReadInteger(json);
        return fault is null ? ReadRange(number) : (fault, 0);
    }

    /// <summary>True: the picture stays; false: it is removed.</summary>
    public static (string? Fault, bool IsKept) ReadPicture(JsonElement json, string? current) =>
        json.ValueKind == JsonValueKind.Null ? (null, false)
        : current is not null && JsonInput.TextOf(json) == current ? (null, true)
        : ("A picture can only be kept or removed.", false);

    public static (string? Fault, RawJson Value) ReadGrants(JsonElement json)
    {
        if (FormValues.FaultOfObject(json) is { } fault)
        {
            return (fault, default);
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
            return (FormValues.NotNull, default);
        }

        if (json.ValueKind != JsonValueKind.Array)
        {
            return (FormValues.NotAList(json), default);
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

    private static (string? Fault, int Value) ReadRange(BigInteger number) =>
        number > int.MaxValue ? ($"Ensure this value is less than or equal to {int.MaxValue}.", 0)
        : number < int.MinValue ? ($"Ensure this value is greater than or equal to {int.MinValue}.", 0)
        : (null, (int)number);

    private static bool IsRequirement(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array
        && json.EnumerateArray().All(static element => element.ValueKind == JsonValueKind.String
            || (element.ValueKind == JsonValueKind.Array && element.EnumerateArray().All(static trait => trait.ValueKind == JsonValueKind.String)));

    private static bool IsModule(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty("type"u8, out var type) && type.ValueKind == JsonValueKind.String
        && (!json.TryGetProperty("config"u8, out var config) || config.ValueKind is JsonValueKind.Object or JsonValueKind.Null);
}
