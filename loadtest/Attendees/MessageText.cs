using System.Buffers.Text;
using System.Text;

namespace Venueless.Fast.LoadTest.Attendees;

/// <summary>
/// Finds the few things that a load generator needs in a message without parsing it. Every attendee of a room gets every message, so this is the generator's hot path.
/// Servers may put white space between the tokens.
/// </summary>
internal static class MessageText
{
    /// <summary>The name of <c>["name", …]</c>.</summary>
    /// <param name="rest">Where the text after the name begins.</param>
    public static bool TryReadName(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> name, out int rest)
    {
        name = default;
        rest = 0;
        var start = SkipTo(message, 0, (byte)'[');
        start = start < 0 ? -1 : SkipTo(message, start, (byte)'"');
        if (start < 0)
        {
            return false;
        }

        var length = message[start..].IndexOf((byte)'"');
        if (length < 0)
        {
            return false;
        }

        name = message.Slice(start, length);
        rest = start + length + 1;
        return true;
    }

    /// <summary>The integer that follows <c>,</c>: the id of a reply.</summary>
    /// <param name="rest">In: after the token before the comma. Out: after the number.</param>
    public static bool TryReadNumber(ReadOnlySpan<byte> message, ref int rest, out long number)
    {
        number = 0;
        var start = SkipTo(message, rest, (byte)',');
        if (start < 0)
        {
            return false;
        }

        while (start < message.Length && message[start] == ' ')
        {
            start++;
        }

        if (!Utf8Parser.TryParse(message[start..], out number, out var digits))
        {
            return false;
        }

        rest = start + digits;
        return true;
    }

    /// <summary>The first integer with this name.</summary>
    /// <param name="quotedName">With quotes.</param>
    public static bool TryFindNumber(ReadOnlySpan<byte> message, ReadOnlySpan<byte> quotedName, out long number)
    {
        number = 0;
        var start = message.IndexOf(quotedName);
        if (start < 0)
        {
            return false;
        }

        start = SkipTo(message, start + quotedName.Length, (byte)':');
        while (start > 0 && start < message.Length && message[start] == ' ')
        {
            start++;
        }

        return start > 0 && Utf8Parser.TryParse(message[start..], out number, out _);
    }

    /// <summary>The first string with this name, as it is written; null when there is none. Escapes stay.</summary>
    public static string? FindText(ReadOnlySpan<byte> message, ReadOnlySpan<byte> quotedName)
    {
        var start = message.IndexOf(quotedName);
        start = start < 0 ? -1 : SkipTo(message, start + quotedName.Length, (byte)':');
        start = start < 0 ? -1 : SkipTo(message, start, (byte)'"');
        var length = start < 0 ? -1 : message[start..].IndexOf((byte)'"');
        return length < 0 ? null : Encoding.UTF8.GetString(message.Slice(start, length));
    }

    /// <returns>Where the text after the token begins; -1 when something else than blanks is before it.</returns>
    private static int SkipTo(ReadOnlySpan<byte> message, int start, byte token)
    {
        while (start < message.Length && message[start] == ' ')
        {
            start++;
        }

        return start < message.Length && message[start] == token ? start + 1 : -1;
    }
}
