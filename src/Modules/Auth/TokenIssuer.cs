using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Auth;

/// <summary>Makes login tokens: HS256 with a secret of the world, by convention its first. Thread-safe.</summary>
public sealed class TokenIssuer(TimeProvider time) : ITokenIssuer
{
    private readonly TimeProvider _time = time;

    /// <inheritdoc/>
    public string Issue(JwtSecret secret, string uid, IReadOnlyList<string> traits, TimeSpan lifetime, RawJson? profile = null)
    {
        var now = _time.GetUtcNow();
        var buffer = MessageBuffer.Rent();
        try
        {
            var json = buffer.Json;
            json.WriteStartObject();
            json.WriteString("iss"u8, secret.Issuers[0]);
            json.WriteString("aud"u8, secret.Audiences[0]);
            json.WriteNumber("exp"u8, (now + lifetime).ToUnixTimeSeconds());
            json.WriteNumber("iat"u8, now.ToUnixTimeSeconds());
            json.WriteString("uid"u8, uid);
            json.WriteStartArray("traits"u8);
            foreach (var trait in traits)
            {
                json.WriteStringValue(trait);
            }

            json.WriteEndArray();
            if (profile is { } given)
            {
                json.WriteRaw("profile"u8, given.Utf8);
            }

            json.WriteEndObject();
            json.Flush();
            return Sign(buffer.Buffer.WrittenSpan, secret.Secret);
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>Signs claims as they are.</summary>
    internal static string Sign(ReadOnlySpan<byte> claims, string secret) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }
            .CreateToken(Encoding.UTF8.GetString(claims), AnyLengthHmac.CredentialsFor(secret));
}
