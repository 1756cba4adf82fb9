using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Auth;

/// <summary>
/// A JSON Web Token in compact form, <c>header.payload.signature</c> (RFC 7515 section 7.1), taken apart but not yet believed.
/// </summary>
/// <remarks>Our own reader because worlds with short secrets exist and the usual library refuses HS256 keys below 16 bytes; what is left of it then is base64url and
/// one HMAC, which the runtime has.</remarks>
internal sealed class SignedToken
{
    private readonly byte[] _signedBytes;
    private readonly byte[] _signature;

    private SignedToken(byte[] signedBytes, byte[] signature, byte[] payload)
    {
        _signedBytes = signedBytes;
        _signature = signature;
        Payload = payload;
    }

    /// <summary>Text of the claims: UTF-8, because parts of it are stored as they are; not checked for being JSON.</summary>
    public byte[] Payload { get; }

    /// <summary>Null for anything that is not an HS256 token.</summary>
    public static SignedToken? TryParse(string? token)
    {
        if (token is null || !Ascii.IsValid(token))
        {
            return null;
        }

        var text = Encoding.ASCII.GetBytes(token);
        var firstDot = text.AsSpan().IndexOf((byte)'.');
        var lastDot = text.AsSpan().LastIndexOf((byte)'.');
        if (firstDot < 0 || lastDot == firstDot || text.AsSpan(firstDot + 1, lastDot - firstDot - 1).Contains((byte)'.'))
        {
            return null;
        }

        return Decode(text.AsSpan(0, firstDot)) is { } header
            && IsHs256(header)
            && Decode(text.AsSpan(firstDot + 1, lastDot - firstDot - 1)) is { } payload
            && Utf8.IsValid(payload)
            && Decode(text.AsSpan(lastDot + 1)) is { } signature
                ? new SignedToken(text[..lastDot], signature, payload)
                : null;
    }

    /// <summary>Whether the signature was made with this secret; takes the same time whatever differs.</summary>
    public bool IsSignedWith(string secret) =>
        CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), _signedBytes), _signature);

    private static byte[]? Decode(ReadOnlySpan<byte> base64Url) =>
        Base64Url.IsValid(base64Url) ? Base64Url.DecodeFromUtf8(base64Url) : null;

    // The algorithm is ours to choose, not the token's: everything but HS256 is refused, "none" included. "crit" names extensions that must be
    // understood; we understand none.
    private static bool IsHs256(byte[] header)
    {
        try
        {
            using var document = JsonDocument.Parse(header);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("alg"u8, out var algorithm)
                && JsonInput.TextOf(algorithm) == "HS256"
                && !document.RootElement.TryGetProperty("crit"u8, out _);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second: a name with half of a surrogate pair, which throws as soon as it is compared.
            return false;
        }
    }
}
