using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Host.Cloning;

/// <summary>Changes single values of stored JSON; every other byte stays as it is, whatever it is.</summary>
internal static class JsonText
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonInput.MaxDepth };

    /// <summary>Calls the function for every string value at any depth and puts what it returns in its place; null: the string stays.</summary>
    /// <param name="member">Only within this member of the object; null: everywhere.</param>
    public static RawJson Replace(RawJson json, string? member, Func<string, string?> replace)
    {
        var reader = new Utf8JsonReader(json.Utf8, Options);
        ArrayBufferWriter<byte>? changed = null;
        var copied = 0;
        var isWanted = member is null;
        while (reader.Read())
        {
            if (member is not null && reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
            {
                isWanted = JsonInput.TryReadName(ref reader, out var name) && name == member;
            }

            if (isWanted && JsonInput.TryReadString(ref reader, out var text) && replace(text) is { } wanted)
            {
                changed ??= new ArrayBufferWriter<byte>(json.Utf8.Length + 256);
                changed.Write(json.Utf8[copied..(int)reader.TokenStartIndex]);
                changed.Write(Quote(wanted));
                copied = (int)reader.BytesConsumed;
            }
        }

        changed?.Write(json.Utf8[copied..]);
        return changed is null ? json : new RawJson(changed.WrittenSpan.ToArray());
    }

    /// <summary>The object with another value of one member, which is added if it is missing. What is no object counts as an empty one.</summary>
    public static RawJson Set(RawJson? json, string member, RawJson value)
    {
        var known = json is { } given && given.Utf8.TrimStart(" \t\r\n"u8).StartsWith("{"u8) ? given : RawJson.EmptyObject;
        var reader = new Utf8JsonReader(known.Utf8, Options);
        var changed = new ArrayBufferWriter<byte>(known.Utf8.Length + value.Utf8.Length + 64);
        var copied = 0;
        var isFound = false;
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && JsonInput.TryReadName(ref reader, out var name) && name == member)
            {
                // All of them, if there are several.
                isFound = true;
                reader.Read();
                changed.Write(known.Utf8[copied..(int)reader.TokenStartIndex]);
                changed.Write(value.Utf8);
                reader.Skip();
                copied = (int)reader.BytesConsumed;
            }
        }

        var rest = known.Utf8[copied..];
        if (!isFound)
        {
            var start = rest.IndexOf((byte)'{') + 1;
            changed.Write(rest[..start]);
            changed.Write(Quote(member));
            changed.Write(":"u8);
            changed.Write(value.Utf8);
            rest = rest[start..];
            if (!rest.TrimStart(" \t\r\n"u8).StartsWith("}"u8))
            {
                changed.Write(","u8);
            }
        }

        changed.Write(rest);
        return new RawJson(changed.WrittenSpan.ToArray());
    }

    private static ReadOnlySpan<byte> Quote(string text) =>
        (byte[])[(byte)'"', .. JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'];
}
