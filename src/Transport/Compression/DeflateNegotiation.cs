using System.Globalization;

namespace Venueless.Fast.Transport.Compression;

/// <summary>
/// Looks for an acceptable offer of permessage-deflate among a client's extensions: RFC 7692 section 7.1, RFC 6455 section 9.1. Takes the first one, and always
/// without context takeover, which a server may choose whatever was offered.
/// </summary>
/// <remarks>Other extensions are ignored. A header that breaks the grammar makes no websocket fail, it only gets none of the extension.</remarks>
internal struct DeflateNegotiation
{
    private bool _isAccepted;
    private bool _namesServerWindow;
    private int _clientWindowBits;
    private bool _isMalformed;

    /// <summary>True when an offer was accepted.</summary>
    public readonly bool IsAccepted => _isAccepted && !_isMalformed;

    /// <summary>
    /// Value of the answer's Sec-WebSocket-Extensions; null: there must be none. A client's own limit is repeated: some clients insist on it.
    /// </summary>
    public readonly string? Answer => !IsAccepted ? null : string.Concat(
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        _namesServerWindow ? "; server_max_window_bits=15" : "",
        _clientWindowBits == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; client_max_window_bits={_clientWindowBits}"));

    /// <summary>Takes the value of one header line; several lines are one list.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        var reader = new ExtensionReader(value);
        while (reader.TryReadName(out var name))
        {
            var offer = new DeflateOffer();
            while (reader.TryReadParameter(out var parameter, out var setting, out var hasSetting))
            {
                offer.Add(parameter, setting, hasSetting);
            }

            if (!_isAccepted && offer.IsAcceptable && name.SequenceEqual("permessage-deflate"u8))
            {
                _isAccepted = true;
                _namesServerWindow = offer.NamesServerWindow;
                _clientWindowBits = offer.ClientWindowBits;
            }
        }

        _isMalformed |= reader.IsMalformed;
    }
}
