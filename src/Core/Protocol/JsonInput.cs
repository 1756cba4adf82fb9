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

    /// <summary>
    /// Reads the current string token as a UUID in any accepted spelling: dashed or 32 digits, any case, braces, <c>urn:uuid:</c>. False for anything else.
    /// </summary>
    public static bool TryReadGuid(ref Utf8JsonReader reader, out Guid value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > MaxGuidBytes)
        {
            return false;
        }

        scoped Span<byte> unescaped = stackalloc byte[MaxGuidBytes];
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

    /// <summary>
    /// False when a string or key anywhere in the value holds U+0000 or half a surrogate pair: PostgreSQL refuses both (connection.md section 3).
    /// </summary>
    /// <param name="json">One valid JSON value.</param>
    public static bool IsStorable(ReadOnlySpan<byte> json)
    {
        // Both can only be written as escapes, which are rare.
        if (json.IndexOf("\\u"u8) < 0)
        {
            return true;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped && !IsStorableText(ref reader))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsStorableText(ref Utf8JsonReader reader)
    {
        try
        {
            return !reader.GetString()!.Contains('\0');
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

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
