using System.Globalization;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>What each field of a patch accepts (exhibition.md section 2). Null in place of a fault: the value is good.</summary>
internal static class PatchValues
{
    private const int MaxTextLength = 300;
    private const int MaxUrlLength = 200;

    /// <summary>A text without surrounding blanks, or null.</summary>
    /// <param name="maxLength">In characters (code points, as PostgreSQL counts); 0: no limit.</param>
    public static (string? Fault, string? Value) ReadText(JsonElement json, int maxLength)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return (null, null);
        }

        var text = JsonInput.TextOf(json)?.Trim();
        return text is null ? ("expected a string or null", null)
            : maxLength > 0 && IsLonger(text, maxLength) ? ($"at most {maxLength} characters", null)
            : (null, text);
    }

    public static (string? Fault, string Value) ReadSize(JsonElement json) => JsonInput.TextOf(json)?.Trim() switch
    {
        ExhibitorSizes.Small => (null, ExhibitorSizes.Small),
        ExhibitorSizes.Wide => (null, ExhibitorSizes.Wide),
        ExhibitorSizes.Large => (null, ExhibitorSizes.Large),
        _ => ("expected 1x1, 3x1 or 3x3", string.Empty),
    };

    /// <summary>A whole number, also as text: fields of forms send texts.</summary>
    public static (string? Fault, int Value) ReadPriority(JsonElement json)
    {
        var isInteger = json.ValueKind == JsonValueKind.Number
            ? json.TryGetInt32(out var value)
            : int.TryParse(JsonInput.TextOf(json), NumberStyles.Integer, CultureInfo.InvariantCulture, out value);
        return isInteger ? (null, value) : ("expected an integer", 0);
    }

    public static (string? Fault, bool Value) ReadTruth(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => (null, true),
        JsonValueKind.False => (null, false),
        _ => ("expected a boolean", false),
    };

    /// <summary>Rich text: an object, or a list.</summary>
    public static (string? Fault, RawJson Value) ReadRichText(JsonElement json) =>
        json.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? (null, RawJson.CopyOf(json)) : ("expected an object or an array", default);

    /// <summary>A UUID; null without a fault: null or an empty text.</summary>
    public static (string? Fault, Guid? Value) ReadId(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null || (json.ValueKind == JsonValueKind.String && json.ValueEquals(""u8)))
        {
            return (null, null);
        }

        return TryReadId(json, out var id) ? (null, id) : ("expected a UUID", null);
    }

    public static (string? Fault, ExhibitorLink? Value) ReadLink(JsonElement json)
    {
        var (text, url) = (ReadMember(json, "display_text"u8, MaxTextLength), ReadMember(json, "url"u8, MaxUrlLength));
        var category = ReadMember(json, "category"u8, 0);
        return text is null || url is null || category is not (ExhibitorLink.Profile or ExhibitorLink.Download)
            || !json.TryGetProperty("sorting_priority"u8, out var priority) || ReadPriority(priority) is not (null, var number)
                ? ("expected a link with display_text, url, category and sorting_priority", null)
                : (null, new ExhibitorLink(text, url, category, number));
    }

    public static (string? Fault, SocialMediaLink? Value) ReadSocialMediaLink(JsonElement json) =>
        ReadMember(json, "display_text"u8, MaxTextLength) is { } text && ReadMember(json, "url"u8, MaxUrlLength) is { } url
            ? (null, new SocialMediaLink(text, url))
            : ("expected a link with display_text and url", null);

    /// <summary>The <c>id</c> of a user object, whatever else is in it.</summary>
    public static (string? Fault, UserId Value) ReadUser(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("id"u8, out var id) && TryReadId(id, out var value)
            ? (null, new UserId(value))
            : ("expected a user with an id", default);

    /// <summary>A list whose items are all good.</summary>
    public static (string? Fault, IReadOnlyList<T> Value) ReadList<T>(JsonElement json, Func<JsonElement, (string? Fault, T? Value)> readItem)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            return ("expected an array", []);
        }

        var items = new List<T>();
        foreach (var element in json.EnumerateArray())
        {
            var (fault, item) = readItem(element);
            if (fault is not null)
            {
                return (fault, []);
            }

            items.Add(item!);
        }

        return (null, items);
    }

    /// <summary>Null: no such text, or one that is too long.</summary>
    private static string? ReadMember(JsonElement json, ReadOnlySpan<byte> name, int maxLength) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && JsonInput.TextOf(member) is { } text
            && (maxLength == 0 || !IsLonger(text, maxLength))
                ? text
                : null;

    private static bool TryReadId(JsonElement json, out Guid id)
    {
        id = default;
        return JsonInput.TextOf(json) is { } text && JsonInput.TryParseGuid(System.Text.Encoding.UTF8.GetBytes(text), out id);
    }

    private static bool IsLonger(string text, int maxLength) => text.Length > maxLength && text.EnumerateRunes().Count() > maxLength;
}
