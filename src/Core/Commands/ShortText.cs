using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Commands;

/// <summary>
/// A text of at most <see cref="MaxBytes"/> bytes of UTF-8, kept in place: a body field for words out of a short list. Empty when the body holds anything else.
/// </summary>
/// <remarks>0 B. The one field type that never refuses, because what is not in the list is the command's to refuse.</remarks>
public struct ShortText
{
    /// <summary>More than the longest word of any list.</summary>
    public const int MaxBytes = 31;

    private const int MaxEscapedBytes = MaxBytes * 6;

    private Storage _bytes;
    private byte _length;

    /// <summary>The unescaped text.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Utf8 => ((ReadOnlySpan<byte>)_bytes)[.._length];

    /// <summary>The current token; empty unless it is a string that fits.</summary>
    internal static ShortText Read(ref Utf8JsonReader reader)
    {
        var text = default(ShortText);
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > (reader.ValueIsEscaped ? MaxEscapedBytes : MaxBytes)
            || (reader.ValueIsEscaped && JsonInput.FindTextFault(reader.ValueSpan) != TextFault.None))
        {
            return text;
        }

        // Unescaping only shortens.
        Span<byte> unescaped = stackalloc byte[MaxEscapedBytes];
        var length = reader.CopyString(unescaped);
        if (length <= MaxBytes)
        {
            unescaped[..length].CopyTo(text._bytes);
            text._length = (byte)length;
        }

        return text;
    }

    [InlineArray(MaxBytes)]
    private struct Storage
    {
        private byte _first;
    }
}
