using System.Text.Json;

namespace Venueless.Fast.Core.Protocol;

/// <summary>Reads values of the wire formats (connection.md section 3) from an inbound body without throwing.</summary>
public static class JsonInput
{
    /// <summary>For stored JSON: as deep as the envelope parser lets anything in, so that nobody can store what cannot be read again.</summary>
    public static readonly JsonDocumentOptions StoredOptions = new() { MaxDepth = MaxDepth };

    /// <summary>Deepest nesting of an inbound message (connection.md section 4).</summary>
    public const int MaxDepth = 1024;

    // {8-4-4-4-12} with "urn:uuid:" in front is the longest accepted spelling.
    private const int MaxGuidBytes = 48;

    // Every character may be written as \uXXXX.
    private const int MaxEscapedGuidBytes = MaxGuidBytes * 6;

    /// <summary>
    /// Reads the current string token as a UUID in any accepted spelling: dashed or 32 digits, any case, braces, <c>urn:uuid:</c>. False for anything else.
    /// </summary>
    public static bool TryReadGuid(ref Utf8JsonReader reader, out Guid value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > (reader.ValueIsEscaped ? MaxEscapedGuidBytes : MaxGuidBytes))
        {
            return false;
        }

        scoped Span<byte> unescaped = stackalloc byte[MaxEscapedGuidBytes];
        scoped var text = reader.ValueSpan;
        if (reader.ValueIsEscaped)
        {
            if (!TryUnescape(ref reader, unescaped, out var length))
            {
                return false;
            }

            text = unescaped[..length];
        }

        return TryParseGuid(text, out value);
    }

    /// <summary>Parses a UUID in any accepted spelling.</summary>
    public static bool TryParseGuid(ReadOnlySpan<byte> text, out Guid value)
    {
        if (text.StartsWith("urn:uuid:"u8))
        {
            text = text["urn:uuid:"u8.Length..];
        }

        if (text.Length > 2 && text[0] == (byte)'{' && text[^1] == (byte)'}')
        {
            text = text[1..^1];
        }

        value = default;
        var format = text.Length switch { 36 => 'D', 32 => 'N', _ => '\0' };
        return format != '\0'
            && System.Buffers.Text.Utf8Parser.TryParse(text, out value, out var consumed, format)
            && consumed == text.Length;
    }

    /// <summary>
    /// Reads the current string token. False when it is not a string, holds half a surrogate pair, or holds U+0000, which PostgreSQL cannot store.
    /// </summary>
    public static bool TryReadString(ref Utf8JsonReader reader, out string value)
    {
        value = "";
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        try
        {
            value = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escape that is half of a surrogate pair; hostile only, so the price of the throw is fine.
            return false;
        }

        return !value.Contains('\0');
    }

    /// <summary>The text of a string element; null for other kinds and for half a surrogate pair, which throws when it is read plainly.</summary>
    public static string? TextOf(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads the current property name. False for half a surrogate pair in it.</summary>
    public static bool TryReadName(ref Utf8JsonReader reader, out string name)
    {
        name = "";
        if (reader.ValueIsEscaped && FindTextFault(reader.ValueSpan) == TextFault.HalfSurrogatePair)
        {
            return false;
        }

        name = reader.GetString()!;
        return true;
    }

    /// <summary>Compares the current property name. Unlike <c>ValueTextEquals</c> it does not throw on half a surrogate pair, which equals nothing.</summary>
    public static bool NameEquals(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.ValueIsEscaped
            ? FindTextFault(reader.ValueSpan) != TextFault.HalfSurrogatePair && reader.ValueTextEquals(name)
            : reader.ValueSpan.SequenceEqual(name);

    /// <summary>
    /// Finds the first escape that must not be stored, in strings and keys at any depth. Backslashes stand only inside strings, so no tokens are needed.
    /// </summary>
    /// <param name="json">Valid JSON: a whole value, or the inside of one string.</param>
    public static TextFault FindTextFault(ReadOnlySpan<byte> json)
    {
        while (true)
        {
            var backslash = json.IndexOf((byte)'\\');
            if (backslash < 0)
            {
                return TextFault.None;
            }

            json = json[(backslash + 1)..];
            if (json[0] != (byte)'u')
            {
                json = json[1..];
                continue;
            }

            var unit = ReadUnit(json);
            json = json[5..];
            if (unit == '\0')
            {
                return TextFault.NullCharacter;
            }

            if (char.IsHighSurrogate(unit) && json.StartsWith("\\u"u8) && char.IsLowSurrogate(ReadUnit(json[1..])))
            {
                json = json[6..];
            }
            else if (char.IsSurrogate(unit))
            {
                return TextFault.HalfSurrogatePair;
            }
        }
    }

    /// <summary>Reads <c>uXXXX</c>.</summary>
    private static char ReadUnit(ReadOnlySpan<byte> escape) =>
        System.Buffers.Text.Utf8Parser.TryParse(escape.Slice(1, 4), out ushort unit, out _, 'x') ? (char)unit : '\0';

    private static bool TryUnescape(ref Utf8JsonReader reader, scoped Span<byte> destination, out int length)
    {
        length = 0;
        try
        {
            length = reader.CopyString(destination);
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}
