using System.Globalization;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Auth;

/// <summary>Checks login tokens against the secrets of a world: auth-and-users.md section 2, in its order. Thread-safe.</summary>
internal sealed class TokenValidator(TimeProvider time)
{
    // Width of core_user.token_id, of a trait and of core_user.pretalx_id.
    private const int MaxClaimLength = 200;

    private readonly TimeProvider _time = time;

    /// <summary>The first secret whose checks pass wins; an expired result ends the search.</summary>
    public TokenVerdict Validate(string? token, IReadOnlyList<JwtSecret> secrets, out LoginClaims? claims)
    {
        claims = null;
        if (SignedToken.TryParse(token) is not { } signed)
        {
            return TokenVerdict.Invalid;
        }

        try
        {
            foreach (var secret in secrets)
            {
                // An empty secret would let everybody sign; the entry is a mistake of configuration.
                if (secret.Secret.Length == 0 || !signed.IsSignedWith(secret.Secret))
                {
                    continue;
                }

                using var document = JsonDocument.Parse(signed.Payload, JsonInput.StoredOptions);
                var verdict = Check(document.RootElement, secret);
                if (verdict == TokenVerdict.Valid)
                {
                    claims = ReadClaims(document.RootElement);
                    return claims is null ? TokenVerdict.Invalid : verdict;
                }

                if (verdict == TokenVerdict.Expired)
                {
                    return verdict;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second: a name with half of a surrogate pair, which throws as soon as it is compared.
            return TokenVerdict.Invalid;
        }

        return TokenVerdict.Invalid;
    }

    private TokenVerdict Check(JsonElement payload, JwtSecret secret)
    {
        if (payload.ValueKind != JsonValueKind.Object)
        {
            return TokenVerdict.Invalid;
        }

        var now = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        if (!IsPast(payload, "iat"u8, now) || !IsPast(payload, "nbf"u8, now))
        {
            return TokenVerdict.Invalid;
        }

        if (payload.TryGetProperty("exp"u8, out var expiry))
        {
            if (!TryReadSeconds(expiry, out var seconds))
            {
                return TokenVerdict.Invalid;
            }

            if (seconds <= now)
            {
                return TokenVerdict.Expired;
            }
        }

        return payload.TryGetProperty("iss"u8, out var issuer) && IsOneOf(issuer, secret.Issuers)
            && payload.TryGetProperty("aud"u8, out var audience) && IsFor(audience, secret.Audiences)
                ? TokenVerdict.Valid
                : TokenVerdict.Invalid;
    }

    private static bool IsPast(JsonElement payload, ReadOnlySpan<byte> claim, double now) =>
        !payload.TryGetProperty(claim, out var value) || (TryReadSeconds(value, out var seconds) && seconds <= now);

    // Integer-like: a number, of which whole seconds count, or the text of an integer.
    private static bool TryReadSeconds(JsonElement element, out double seconds)
    {
        seconds = 0;
        if (element.ValueKind == JsonValueKind.Number)
        {
            seconds = Math.Truncate(element.TryGetDouble(out var number) ? number : double.PositiveInfinity);
            return double.IsFinite(seconds);
        }

        return double.TryParse(
            JsonInput.TextOf(element),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out seconds) && double.IsFinite(seconds);
    }

    private static bool IsOneOf(JsonElement element, IReadOnlyList<string> accepted)
    {
        if (JsonInput.TextOf(element) is { } text)
        {
            foreach (var one in accepted)
            {
                if (string.Equals(one, text, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsFor(JsonElement audience, IReadOnlyList<string> accepted)
    {
        if (audience.ValueKind != JsonValueKind.Array)
        {
            return IsOneOf(audience, accepted);
        }

        var isFor = false;
        foreach (var one in audience.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.String)
            {
                return false;
            }

            isFor |= IsOneOf(one, accepted);
        }

        return isFor;
    }

    private static LoginClaims? ReadClaims(JsonElement payload)
    {
        if (!payload.TryGetProperty("uid"u8, out var uid) || !ClaimText.TryRead(uid, MaxClaimLength, out var uidText) || uidText.Length == 0
            || ReadTraits(payload) is not { } traits)
        {
            return null;
        }

        // The last two only matter for a new user, so a wrong one is left out instead of locking an existing user out.
        var profile = payload.TryGetProperty("profile"u8, out var given) && given.ValueKind == JsonValueKind.Object ? RawJson.CopyOf(given) : RawJson.EmptyObject;
        return new LoginClaims(
            uidText,
            traits,
            JsonInput.FindTextFault(profile.Utf8) == TextFault.None ? profile : RawJson.EmptyObject,
            payload.TryGetProperty("pretalx_id"u8, out var pretalxId) && ClaimText.TryRead(pretalxId, MaxClaimLength, out var pretalxText) ? pretalxText : null);
    }

    private static List<string>? ReadTraits(JsonElement payload)
    {
        var traits = new List<string>();
        if (!payload.TryGetProperty("traits"u8, out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return traits;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        foreach (var item in list.EnumerateArray())
        {
            if (!ClaimText.TryRead(item, MaxClaimLength, out var trait))
            {
                return null;
            }

            traits.Add(trait);
        }

        return traits;
    }
}
