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
    private bool _isMalformed;

    private static ReadOnlySpan<byte> Answer => "permessage-deflate; server_no_context_takeover; client_no_context_takeover"u8;

    private static ReadOnlySpan<byte> AnswerWithWindow =>
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=15"u8;

    /// <summary>True when an offer was accepted.</summary>
    public readonly bool IsAccepted => _isAccepted && !_isMalformed;

    /// <summary>Value of the answer's Sec-WebSocket-Extensions; empty: there must be none.</summary>
    public readonly ReadOnlySpan<byte> AnswerValue => !IsAccepted ? [] : _namesServerWindow ? AnswerWithWindow : Answer;

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
            }
        }

        _isMalformed |= reader.IsMalformed;
    }
}
