using System.Globalization;
using System.Text;

namespace Venueless.Fast.Host.Cli.Shell;

/// <summary>Values of rows as they may go to a terminal: attendees wrote some of them.</summary>
internal static class CellText
{
    /// <summary>One line: control characters and those that turn the direction of text are spelled out.</summary>
    /// <param name="keepsLines">Line breaks stay as they are.</param>
    public static string Escape(string value, bool keepsLines = false)
    {
        var text = new StringBuilder(value.Length);
        foreach (var character in value)
        {
            _ = character switch
            {
                '\n' when keepsLines => text.Append('\n'),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                _ when char.IsControl(character) || IsDirection(character) => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => text.Append(character),
            };
        }

        return text.ToString();
    }

    /// <summary>At most that many columns of the terminal; what is cut off is shown by an ellipsis.</summary>
    public static string Cut(string text, int width)
    {
        if (text.Length <= width / 2 || Width(text) <= width)
        {
            return text;
        }

        var kept = 0;
        var used = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext() && (used += WidthOf(elements.GetTextElement())) < width)
        {
            kept = elements.ElementIndex + elements.GetTextElement().Length;
        }

        return string.Concat(text.AsSpan(0, kept), "…");
    }

    /// <summary>Columns of a terminal that the text takes: two for East Asian characters and emoji, none for marks.</summary>
    public static int Width(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.Length;
        }

        var width = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            width += WidthOf(elements.GetTextElement());
        }

        return width;
    }

    public static string Pad(string text, int width, bool isRight)
    {
        var blanks = new string(' ', Math.Max(0, width - Width(text)));
        return isRight ? blanks + text : text + blanks;
    }

    private static int WidthOf(string element)
    {
        Rune.DecodeFromUtf16(element, out var rune, out _);
        return rune.Value switch
        {
            < 0x1100 => 1,
            <= 0x115F or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) => 2,
            (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) => 2,
            _ => element.Contains('\uFE0F', StringComparison.Ordinal) ? 2 : 1,
        };
    }

    private static bool IsDirection(char character) => character is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
