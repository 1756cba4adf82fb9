using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;

namespace Venueless.Fast.Core.Protocol;

/// <summary>
/// Escapes what JSON requires and nothing else. The framework's relaxed encoder still writes every emoji as two <c>\u</c> escapes: 12 bytes for 4, in chat.
/// </summary>
internal sealed class WireEncoder : JavaScriptEncoder
{
    public static readonly WireEncoder Instance = new();

    // The 32 control characters, quotation mark and backslash; then the same and every byte beyond ASCII.
    private const int EscapedCount = 34;

    private static readonly SearchValues<byte> Escaped = SearchValues.Create(CreateStops().AsSpan(0, EscapedCount));
    private static readonly SearchValues<byte> EscapedOrNonAscii = SearchValues.Create(CreateStops());

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => 6;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\';

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        var first = utf8Text.IndexOfAny(EscapedOrNonAscii);
        if (first < 0 || utf8Text[first] < 0x80)
        {
            return first;
        }

        // Beyond ASCII only text that is not UTF-8 needs the base implementation, which replaces it.
        return System.Text.Unicode.Utf8.IsValid(utf8Text[first..])
            ? Offset(utf8Text[first..].IndexOfAny(Escaped), first)
            : base.FindFirstCharacterToEncodeUtf8(utf8Text);
    }

    /// <inheritdoc/>
    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var span = new ReadOnlySpan<char>(text, textLength);
        for (var index = 0; index < span.Length; index++)
        {
            if (!char.IsSurrogate(span[index]))
            {
                if (WillEncode(span[index]))
                {
                    return index;
                }
            }
            else if (char.IsHighSurrogate(span[index]) && index + 1 < span.Length && char.IsLowSurrogate(span[index + 1]))
            {
                index++;
            }
            else
            {
                return index;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var destination = new Span<char>(buffer, bufferLength);
        numberOfCharactersWritten = unicodeScalar switch { '"' or '\\' => 2, >= 0x20 => 1, _ => 6 };
        if (destination.Length < numberOfCharactersWritten)
        {
            numberOfCharactersWritten = 0;
            return false;
        }

        switch (numberOfCharactersWritten)
        {
            case 1:
                // U+FFFD, for text that was not valid.
                destination[0] = (char)unicodeScalar;
                return true;
            case 2:
                destination[0] = '\\';
                destination[1] = (char)unicodeScalar;
                return true;
            default:
                return destination.TryWrite(CultureInfo.InvariantCulture, $"\\u{unicodeScalar:x4}", out _);
        }
    }

    private static byte[] CreateStops()
    {
        var bytes = new byte[EscapedCount + 128];
        for (var control = 0; control < 0x20; control++)
        {
            bytes[control] = (byte)control;
        }

        bytes[0x20] = (byte)'"';
        bytes[0x21] = (byte)'\\';
        for (var high = 0; high < 128; high++)
        {
            bytes[EscapedCount + high] = (byte)(0x80 + high);
        }

        return bytes;
    }

    private static int Offset(int index, int by) => index < 0 ? index : index + by;
}
