using System.Buffers;

namespace Venueless.Fast.Transport.Compression;

/// <summary>
/// Reads one value of Sec-WebSocket-Extensions: RFC 6455 section 9.1, <c>1#( token *( ";" token [ "=" ( token | quoted-string ) ] ) )</c>. Mutable struct on the stack.
/// </summary>
internal ref struct ExtensionReader(ReadOnlySpan<byte> value)
{
    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private ReadOnlySpan<byte> _rest = value;

    /// <summary>The value breaks the grammar; nothing further is read.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The next extension; false at the end. Its parameters are to be read before the one after it.</summary>
    public bool TryReadName(out ReadOnlySpan<byte> name)
    {
        // A list may have empty elements (RFC 9110 section 5.6.1).
        _rest = _rest.TrimStart(" \t,"u8);
        name = default;
        return !IsMalformed && !_rest.IsEmpty && TryReadToken(out name);
    }

    /// <summary>The next parameter of this extension; false behind the last one.</summary>
    /// <param name="name">A token.</param>
    /// <param name="value">Without quotes, but with the backslashes of a quoted string.</param>
    /// <param name="hasValue">False: the name stands alone.</param>
    public bool TryReadParameter(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value, out bool hasValue)
    {
        name = value = default;
        hasValue = false;
        _rest = _rest.TrimStart(" \t"u8);
        if (IsMalformed || _rest.IsEmpty || _rest[0] == (byte)',')
        {
            return false;
        }

        if (!TrySkip((byte)';'))
        {
            return Fail();
        }

        _rest = _rest.TrimStart(" \t"u8);
        if (!TryReadToken(out name))
        {
            return false;
        }

        hasValue = TrySkip((byte)'=');
        return !hasValue || (TrySkip((byte)'"') ? TryReadQuoted(out value) : TryReadToken(out value));
    }

    private bool TryReadToken(out ReadOnlySpan<byte> token)
    {
        var length = _rest.IndexOfAnyExcept(TokenBytes);
        token = length < 0 ? _rest : _rest[..length];
        _rest = _rest[token.Length..];
        return !token.IsEmpty || Fail();
    }

    // Behind the opening quote. What is in it must be a token once the backslashes are gone.
    private bool TryReadQuoted(out ReadOnlySpan<byte> content)
    {
        for (var i = 0; i < _rest.Length; i++)
        {
            if (_rest[i] == (byte)'"')
            {
                content = _rest[..i];
                _rest = _rest[(i + 1)..];
                return !content.IsEmpty || Fail();
            }

            if (_rest[i] == (byte)'\\')
            {
                i++;
            }

            if (i == _rest.Length || !TokenBytes.Contains(_rest[i]))
            {
                break;
            }
        }

        content = default;
        return Fail();
    }

    private bool TrySkip(byte character)
    {
        if (_rest.IsEmpty || _rest[0] != character)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    private bool Fail()
    {
        IsMalformed = true;
        return false;
    }
}
