using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Venueless.Fast.Modules.Auth;

/// <summary>
/// A JSON Web Token in compact form, <c>header.payload.signature</c> (RFC 7515 section 7.1), taken apart but not yet believed.
/// </summary>
internal sealed class SignedToken
{
    private readonly byte[] _signedBytes;
    private readonly byte[] _signature;

    private SignedToken(JsonWebToken token)
    {
        _signedBytes = Encoding.ASCII.GetBytes($"{token.EncodedHeader}.{token.EncodedPayload}");
        _signature = Base64UrlEncoder.DecodeBytes(token.EncodedSignature);
        Payload = Base64UrlEncoder.DecodeBytes(token.EncodedPayload);
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

        try
        {
            // The algorithm is ours to choose, not the token's: everything but HS256 is refused, "none" included. "crit" names extensions that must
            // be understood; we understand none.
            var parsed = new JsonWebToken(token);
            if (parsed.Alg != SecurityAlgorithms.HmacSha256 || parsed.TryGetHeaderValue<object>("crit", out _))
            {
                return null;
            }

            var signed = new SignedToken(parsed);
            return Utf8.IsValid(signed.Payload) ? signed : null;
        }
        catch (Exception exception) when (exception
            is ArgumentException or SecurityTokenException or FormatException or JsonException or InvalidOperationException)
        {
            // The library reports every kind of damage by one of these.
            return null;
        }
    }

    /// <inheritdoc cref="AnyLengthHmac.IsSignedWith"/>
    public bool IsSignedWith(string secret) => AnyLengthHmac.IsSignedWith(secret, _signedBytes, _signature);
}
