using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Venueless.Fast.Modules.Tests.Auth;

/// <summary>Tokens with any content, for the sample world's first secret.</summary>
internal static class Tokens
{
    /// <summary>Signs exactly these claims. Not by the server's issuer, so that it can do what that refuses: sign with an empty secret.</summary>
    public static string Sign(string claims, string secret = "s1-rivercon") => WithHeader("""{"alg":"HS256","typ":"JWT"}""", claims, secret);

    /// <summary>Signs these claims with the right issuer and audience added.</summary>
    public static string SignFor(string claims, string secret = "s1-rivercon")
    {
        var all = JsonNode.Parse(claims)!.AsObject();
        all["iss"] = "any";
        all["aud"] = "venueless";
        return Sign(all.ToJsonString(), secret);
    }

    /// <summary>The body of a login with <see cref="SignFor"/>.</summary>
    public static string Body(string claims) => $$"""{"token": "{{SignFor(claims)}}"}""";

    /// <summary>Any header; the signature is the right one for HS256.</summary>
    public static string WithHeader(string header, string claims, string secret = "s1-rivercon") => WithHeader(header, Encoding.UTF8.GetBytes(claims), secret);

    /// <inheritdoc cref="WithHeader(string, string, string)"/>
    public static string WithHeader(string header, byte[] claims, string secret = "s1-rivercon")
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }
}
