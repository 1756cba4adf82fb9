using System.Text.Unicode;

namespace Venueless.Fast.Transport.WebSockets;

/// <summary>Checks a text message piece by piece and fails at the first byte that cannot belong to UTF-8 (RFC 3629 section 4).</summary>
/// <remarks>Per piece of inbound text; 0 B. Bulk goes to the runtime's vectorised check; only characters cut by the end of a piece are walked here.</remarks>
internal struct Utf8Validator
{
    // Continuation bytes still missing, and the range the next one must be in. The range is what rejects overlong forms,
    // surrogates and code points above U+10FFFF at the second byte instead of at the end of the character.
    private byte _missing;
    private byte _lowest;
    private byte _highest;

    /// <summary>True when the text does not end inside a character.</summary>
    public readonly bool IsComplete => _missing == 0;

    /// <summary>False as soon as the text so far cannot become valid.</summary>
    public bool Append(ReadOnlySpan<byte> bytes)
    {
        var start = 0;
        while (_missing > 0 && start < bytes.Length)
        {
            if (!Step(bytes[start++]))
            {
                return false;
            }
        }

        var whole = start + WholeCharacters(bytes[start..]);
        if (!Utf8.IsValid(bytes[start..whole]))
        {
            return false;
        }

        foreach (var value in bytes[whole..])
        {
            if (!Step(value))
            {
                return false;
            }
        }

        return true;
    }

    public void Reset() => _missing = 0;

    // Length without a character that the end cuts. Anything malformed counts as whole: the bulk check finds it.
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            var value = bytes[^back];
            if (value < 0x80)
            {
                break;
            }

            if (value >= 0xC0)
            {
                var length = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
                return back < length ? bytes.Length - back : bytes.Length;
            }
        }

        return bytes.Length;
    }

    private bool Step(byte value)
    {
        if (_missing > 0)
        {
            if (value < _lowest || value > _highest)
            {
                return false;
            }

            _missing--;
            (_lowest, _highest) = (0x80, 0xBF);
            return true;
        }

        (_lowest, _highest) = value switch
        {
            0xE0 => ((byte)0xA0, (byte)0xBF),
            0xED => ((byte)0x80, (byte)0x9F),
            0xF0 => ((byte)0x90, (byte)0xBF),
            0xF4 => ((byte)0x80, (byte)0x8F),
            _ => ((byte)0x80, (byte)0xBF),
        };
        _missing = value switch
        {
            < 0x80 => 0,
            >= 0xC2 and <= 0xDF => 1,
            >= 0xE0 and <= 0xEF => 2,
            >= 0xF0 and <= 0xF4 => 3,
            _ => byte.MaxValue,
        };
        return _missing != byte.MaxValue;
    }
}
