using System.Buffers.Text;

namespace Venueless.Fast.Compare.Dialects;

/// <summary>The number of a message within its text, <c>~00000042~</c>: found at the same small cost in the frames of every server.</summary>
internal static class Marker
{
    public const int Length = Digits + 2;

    private const int Digits = 8;
    private const byte Edge = (byte)'~';

    /// <summary>A text of this length that starts with the number.</summary>
    public static byte[] Text(int number, int length)
    {
        var text = new byte[length];
        text.AsSpan().Fill((byte)'x');
        text[0] = Edge;
        _ = Utf8Formatter.TryFormat(number, text.AsSpan(1), out _, new System.Buffers.StandardFormat('D', Digits));
        text[Length - 1] = Edge;
        return text;
    }

    /// <summary>The next number at or behind the position, which is moved behind it.</summary>
    public static bool TryFind(ReadOnlySpan<byte> payload, ref int position, out int number)
    {
        number = 0;
        var at = payload[position..].IndexOf(Edge);
        if (at < 0 || payload.Length < position + at + Length)
        {
            return false;
        }

        foreach (var digit in payload.Slice(position + at + 1, Digits))
        {
            number = (10 * number) + digit - '0';
        }

        position += at + Length;
        return true;
    }
}
