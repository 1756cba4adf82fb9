using System.Buffers.Text;

namespace Venueless.Fast.Core.Protocol;

/// <summary>Integers of any length in bodies: what does not fit into 64 bits saturates (chat.md section 7.5).</summary>
public static class WireInteger
{
    /// <summary>False for fractions and exponents.</summary>
    /// <param name="number">A JSON number.</param>
    /// <param name="value">The value, at the nearest bound if it is beyond 64 bits.</param>
    public static bool TryRead(ReadOnlySpan<byte> number, out long value)
    {
        value = 0;
        if (number.ContainsAny((byte)'.', (byte)'e', (byte)'E'))
        {
            return false;
        }

        if (!Utf8Parser.TryParse(number, out value, out _))
        {
            value = number[0] == (byte)'-' ? long.MinValue : long.MaxValue;
        }

        return true;
    }

    /// <summary>
    /// Reads <c>replaces</c>: null, 0, false and empty values count as absent, an integer is the id, everything else is refused.
    /// </summary>
    public static bool TryReadReference(ReadOnlySpan<byte> json, out long? id)
    {
        id = null;
        if (json is [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..])
        {
            var isInteger = TryRead(json, out var value);
            id = value == 0 ? null : value;
            return isInteger || (Utf8Parser.TryParse(json, out double number, out _) && number == 0);
        }

        return json.SequenceEqual("null"u8) || json.SequenceEqual("false"u8) || json.SequenceEqual("\"\""u8) || IsEmptyContainer(json);
    }

    private static bool IsEmptyContainer(ReadOnlySpan<byte> json) =>
        json[0] is (byte)'[' or (byte)'{' && json[1..^1].Trim(" \t\r\n"u8).IsEmpty;
}
