using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>Login tokens as a ticket shop makes them: RFC 7515 by hand, so that the server's own signing is not what proves it.</summary>
internal static class WireToken
{
    public const string Issuer = "any";
    public const string Audience = "venueless";
    public const string Secret = "wire-tests-secret-that-is-long-enough-0001";

    /// <summary>Configuration of a world that knows <see cref="Secret"/> and, for another issuer, a secret of five bytes.</summary>
    public static JsonObject Config() => JsonNode.Parse($$"""
        {
          "JWT_secrets": [
            {"issuer": "{{Issuer}}", "audience": "{{Audience}}", "secret": "{{Secret}}"},
            {"issuer": "second", "audience": "second-audience", "secret": "12345"}
          ]
        }
        """)!.AsObject();

    /// <summary>The body of <c>authenticate</c> for a user with these traits.</summary>
    public static JsonObject Body(string uid, params string[] traits) => Body(new JsonObject
    {
        ["uid"] = uid,
        ["traits"] = new JsonArray([.. traits.Select(trait => JsonValue.Create(trait))]),
    });

    /// <summary>The body of <c>authenticate</c>; issuer and audience are added where they are missing.</summary>
    public static JsonObject Body(JsonObject claims, string secret = Secret)
    {
        claims.TryAdd("iss", Issuer);
        claims.TryAdd("aud", Audience);
        return new JsonObject { ["token"] = Sign(claims, secret) };
    }

    public static string Sign(JsonObject claims, string secret, string algorithm = "HS256")
    {
        var signed = $"{Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{(algorithm == "none" ? "" : Base64Url.EncodeToString(signature))}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
