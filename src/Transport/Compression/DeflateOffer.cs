namespace Venueless.Fast.Transport.Compression;

/// <summary>The parameters of one offer of permessage-deflate: RFC 7692 section 7.1. Mutable struct on the stack.</summary>
internal ref struct DeflateOffer
{
    private const byte ServerTakeover = 1;
    private const byte ClientTakeover = 2;
    private const byte ServerWindow = 4;
    private const byte ClientWindow = 8;

    // The window that System.IO.Compression always uses.
    private const int OwnWindowBits = 15;

    private byte _seen;
    private bool _isRefused;

    /// <summary>The window that the client limits itself to, 8 to 15; 0: it names none.</summary>
    public int ClientWindowBits { get; private set; }

    /// <summary>False for unknown, repeated and invalid parameters, and for a window smaller than ours: then the client's next offer counts.</summary>
    public readonly bool IsAcceptable => !_isRefused;

    /// <summary>The offer limits our window, so the answer has to (section 7.1.2.1).</summary>
    public readonly bool NamesServerWindow => (_seen & ServerWindow) != 0;

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool hasValue)
    {
        var parameter = name switch
        {
            _ when name.SequenceEqual("server_no_context_takeover"u8) => ServerTakeover,
            _ when name.SequenceEqual("client_no_context_takeover"u8) => ClientTakeover,
            _ when name.SequenceEqual("server_max_window_bits"u8) => ServerWindow,
            _ when name.SequenceEqual("client_max_window_bits"u8) => ClientWindow,
            _ => (byte)0,
        };
        var isValid = parameter switch
        {
            ServerTakeover or ClientTakeover => !hasValue,
            // We inflate with the largest window, so whatever the client may do is fine.
            ClientWindow => !hasValue || (ClientWindowBits = WindowBits(value)) != 0,
            ServerWindow => hasValue && WindowBits(value) == OwnWindowBits,
            _ => false,
        };
        _isRefused |= !isValid || (_seen & parameter) != 0;
        _seen |= parameter;
    }

    // 8 to 15 without leading zeros, else 0. The value may come from a quoted string, with backslashes in it.
    private static int WindowBits(ReadOnlySpan<byte> value)
    {
        var bits = 0;
        foreach (var character in value)
        {
            if (character == (byte)'\\')
            {
                continue;
            }

            if (character is < (byte)'0' or > (byte)'9' || (bits == 0 && character == (byte)'0') || bits > OwnWindowBits)
            {
                return 0;
            }

            bits = (bits * 10) + character - '0';
        }

        return bits is >= 8 and <= OwnWindowBits ? bits : 0;
    }
}
