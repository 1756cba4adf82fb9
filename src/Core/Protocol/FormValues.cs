using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Venueless.Fast.Core.Protocol;

/// <summary>
/// How the fields of administrators' forms are read (world.md section 3, rooms.md section 5.4): generously, because the web client sends what was typed. Null in place
/// of a fault: the value is good.
/// </summary>
public static class FormValues
{
    public const string NotNull = "This field may not be null.";
    public const string NotBlank = "This field may not be blank.";
    public const string NotText = "Not a valid string.";
    public const string NotInteger = "A valid integer is required.";
    public const string NotTruth = "Must be a valid boolean.";
    public const string NullCharacter = "Null characters are not allowed.";

    // Longer digits take time that grows with their square.
    private const int MaxIntegerLength = 1000;

    private static readonly string[] Yes = ["true", "yes", "on", "t", "y", "1"];
    private static readonly string[] No = ["false", "no", "off", "f", "n", "0"];

    /// <summary>Text without surrounding blanks, or a number as it is written; null for everything else.</summary>
    public static string? TextOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number ? json.GetRawText() : JsonInput.TextOf(json)?.Trim();

    /// <summary>A text that is not blank.</summary>
    /// <param name="maxLength">In characters (code points, as PostgreSQL counts); 0: no limit.</param>
    public static (string? Fault, string Value) ReadText(JsonElement json, int maxLength = 0)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return (NotNull, string.Empty);
        }

        return TextOf(json) switch
        {
            null => (NotText, string.Empty),
            { Length: 0 } => (NotBlank, string.Empty),
            { } text when maxLength > 0 && IsLonger(text, maxLength) => ($"Ensure this field has no more than {maxLength} characters.", string.Empty),
            { } text => (null, text),
        };
    }

    /// <summary>A whole number, also as text or with nothing but zeros behind its point.</summary>
    public static (string? Fault, BigInteger Value) ReadInteger(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Null:
                return (NotNull, default);
            case JsonValueKind.Number:
                return ReadNumber(json.GetRawText());
            case JsonValueKind.String when JsonInput.TextOf(json) is { } text:
                return text.Length > MaxIntegerLength ? ("String value too large.", default) : ReadDigits(text.AsSpan().Trim());
            default:
                return (NotInteger, default);
        }
    }

    public static (string? Fault, bool Value) ReadTruth(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => (NotNull, false),
        JsonValueKind.True => (null, true),
        JsonValueKind.False => (null, false),
        JsonValueKind.Number => json.TryGetDouble(out var number) && number is 0 or 1 ? (null, number == 1) : (NotTruth, false),
        JsonValueKind.String when IsOneOf(json, Yes) => (null, true),
        JsonValueKind.String when IsOneOf(json, No) => (null, false),
        _ => (NotTruth, false),
    };

    /// <summary>The fault of everything that is no object; null for objects.</summary>
    public static string? FaultOfObject(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => null,
        JsonValueKind.Null => NotNull,
        _ => $"Expected a dictionary of items but got type \"{TypeOf(json)}\".",
    };

    /// <summary>The fault of something that is not the list it should be.</summary>
    public static string NotAList(JsonElement json) => $"Expected a list of items but got type \"{TypeOf(json)}\".";

    /// <summary>The names that the error texts have for kinds of JSON values.</summary>
    public static string TypeOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "dict",
        JsonValueKind.Array => "list",
        JsonValueKind.String => "str",
        JsonValueKind.Number => IsFraction(json.GetRawText()) ? "float" : "int",
        _ => "bool",
    };

    private static bool IsLonger(string text, int maxLength)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count > maxLength;
    }

    private static bool IsOneOf(JsonElement json, string[] words)
    {
        var text = JsonInput.TextOf(json);
        return Array.Exists(words, word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsFraction(string number) => number.AsSpan().IndexOfAny(".eE") >= 0;

    private static (string? Fault, BigInteger Value) ReadNumber(string text)
    {
        if (!IsFraction(text))
        {
            return text.Length > MaxIntegerLength ? (NotInteger, default) : (null, BigInteger.Parse(text, CultureInfo.InvariantCulture));
        }

        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && decimal.IsInteger(number)
            ? (null, new BigInteger(number))
            : (NotInteger, default);
    }

    private static (string? Fault, BigInteger Value) ReadDigits(ReadOnlySpan<char> text)
    {
        var point = text.IndexOf('.');
        if (point >= 0 && !text[(point + 1)..].ContainsAnyExcept('0'))
        {
            text = text[..point];
        }

        return BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? (null, number) : (NotInteger, default);
    }
}
