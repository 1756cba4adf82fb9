using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Modules.Auth;

namespace Venueless.Fast.Modules.Tests.Auth;

/// <summary>auth-and-users.md section 2, token rules; scenarios 4 to 10.</summary>
public sealed class TokenValidatorTests
{
    // 2024-05-01T08:15:30.5Z, so that fractions of a second show.
    private const long Now = 1714551330;

    private const string Good = """{"iss": "any", "aud": "venueless", "uid": "u"}""";

    private static readonly JwtSecret[] Secrets = [Sample.Secret, Sample.SecondSecret];

    private readonly TokenValidator _validator = new(new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds((Now * 1000) + 500)));

    [Theory]
    [InlineData(""" "exp": 1714551331 """, "Valid")]
    [InlineData(""" "exp": 1714551330 """, "Expired")]
    [InlineData(""" "exp": 1714551329 """, "Expired")]
    [InlineData(""" "exp": 1714551331.9 """, "Valid")]
    [InlineData(""" "exp": 1714551330.9 """, "Expired")]
    [InlineData(""" "exp": "1714551331" """, "Valid")]
    [InlineData(""" "exp": "0" """, "Expired")]
    [InlineData(""" "exp": -5 """, "Expired")]
    [InlineData(""" "exp": 1e30 """, "Invalid")]
    [InlineData(""" "exp": null """, "Invalid")]
    [InlineData(""" "exp": "soon" """, "Invalid")]
    [InlineData(""" "exp": "1714551331.5" """, "Invalid")]
    [InlineData(""" "exp": true """, "Invalid")]
    [InlineData(""" "exp": [] """, "Invalid")]
    [InlineData(""" "iat": 1714551330 """, "Valid")]
    [InlineData(""" "iat": 1714551331 """, "Invalid")]
    [InlineData(""" "iat": 1714551390 """, "Invalid")]
    [InlineData(""" "iat": "x" """, "Invalid")]
    [InlineData(""" "iat": null """, "Invalid")]
    [InlineData(""" "nbf": 1714551330 """, "Valid")]
    [InlineData(""" "nbf": 1714551390 """, "Invalid")]
    [InlineData(""" "nbf": 1714551390, "exp": 5 """, "Invalid")]
    [InlineData(""" "traits": null """, "Valid")]
    public void Validate_Times(string claims, string expected) => Check(Tokens.SignFor($$"""{"uid": "u", {{claims}}}"""), expected);

    [Theory]
    [InlineData("""{"aud": "venueless", "uid": "u"}""", "Invalid")]
    [InlineData("""{"iss": "any", "uid": "u"}""", "Invalid")]
    [InlineData("""{"iss": "ANY", "aud": "venueless", "uid": "u"}""", "Invalid")]
    [InlineData("""{"iss": ["any"], "aud": "venueless", "uid": "u"}""", "Invalid")]
    [InlineData("""{"iss": null, "aud": "venueless", "uid": "u"}""", "Invalid")]
    [InlineData("""{"iss": "any", "aud": "elsewhere", "uid": "u"}""", "Invalid")]
    [InlineData("""{"iss": "any", "aud": ["elsewhere", "venueless"], "uid": "u"}""", "Valid")]
    [InlineData("""{"iss": "any", "aud": ["venueless", 5], "uid": "u"}""", "Invalid")]
    [InlineData("""{"iss": "any", "aud": [], "uid": "u"}""", "Invalid")]
    [InlineData("""{"iss": "any", "aud": null, "uid": "u"}""", "Invalid")]
    [InlineData("""{"iss": "nobody", "aud": "elsewhere", "uid": "u", "exp": 5}""", "Expired")]
    public void Validate_IssuerAndAudience(string claims, string expected) => Check(Tokens.Sign(claims), expected);

    [Theory]
    [InlineData(""" "uid": "" """)]
    [InlineData(""" "uid": null """)]
    [InlineData(""" "uid": true """)]
    [InlineData(""" "uid": ["u"] """)]
    [InlineData(""" "uid": "a\u0000" """)]
    [InlineData(""" "sub": "u" """)]
    [InlineData(""" "uid": "u", "traits": "a" """)]
    [InlineData(""" "uid": "u", "traits": {} """)]
    [InlineData(""" "uid": "u", "traits": [null] """)]
    [InlineData(""" "uid": "u", "traits": [["a"]] """)]
    [InlineData(""" "uid": "u", "traits": ["\u0000"] """)]
    public void Validate_UnusableClaims_AreInvalid(string claims) => Check(Tokens.SignFor($$"""{ {{claims}} }"""), "Invalid");

    [Fact]
    public void Validate_HalfASurrogatePair_IsInvalid() =>
        Check(Tokens.Sign("""{"iss": "any", "aud": "venueless", "uid": "\ud800"}"""), "Invalid");

    [Fact]
    public void Validate_HalfASurrogatePairInAName_IsInvalid() =>
        Check(Tokens.Sign("""{"iss": "any", "aud": "venueless", "uid": "u", "\ud800": 1}"""), "Invalid");

    [Fact]
    public void Validate_BytesThatAreNotUtf8_AreInvalid()
    {
        // Stored as part of a profile they would break every connection that they are sent to.
        byte[] claims = [.. """{"iss": "any", "aud": "venueless", "uid": "u", "profile": {"display_name": """u8, (byte)'"', 0xFF, .. "\"}}"u8];
        Check(Tokens.WithHeader("""{"alg":"HS256"}""", claims, Sample.Secret.Secret), "Invalid");
    }

    [Theory]
    [InlineData(200, "Valid")]
    [InlineData(201, "Invalid")]
    public void Validate_LongestIds(int length, string expected)
    {
        var text = new string('x', length);
        Check(Tokens.SignFor($$"""{"uid": "{{text}}"}"""), expected);
        Check(Tokens.SignFor($$"""{"uid": "u", "traits": ["{{text}}"]}"""), expected);
    }

    [Fact]
    public void Validate_Claims_AreReadAsText()
    {
        var token = Tokens.SignFor("""{"uid": 123456, "traits": ["a", 5], "profile": "x", "pretalx_id": [1]}""");

        Assert.Equal(TokenVerdict.Valid, _validator.Validate(token, Secrets, out var claims));

        Assert.Equal("123456", claims!.Uid);
        Assert.Equal(["a", "5"], claims.Traits);
        Assert.Equal("{}", claims.Profile.ToString());
        Assert.Null(claims.PretalxId);
    }

    [Fact]
    public void Validate_SecondSecret_FiveBytesShort_Works() =>
        Check(Tokens.Sign("""{"iss": "other", "aud": "fast", "uid": "u"}""", "12345"), "Valid");

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("a.b.c.d")]
    [InlineData("ä.b.c")]
    [InlineData(null)]
    public void Validate_Garbage_IsInvalid(string? token) => Check(token, "Invalid");

    [Fact]
    public void Validate_WrongSignature_IsInvalid_EvenIfExpired()
    {
        Check(Tokens.SignFor("""{"uid": "u"}""", "another"), "Invalid");
        Check(Tokens.SignFor("""{"uid": "u", "exp": 5}""", "another"), "Invalid");
        Check(Tokens.SignFor("""{"uid": "u"}""")[..^2], "Invalid");
        Check(Tokens.SignFor("""{"uid": "u"}""") + "A", "Invalid");
    }

    [Theory]
    [InlineData("""{"alg": "HS256"}""", "Valid")]
    [InlineData("""{"alg": "HS256", "typ": "at+jwt", "kid": "1"}""", "Valid")]
    [InlineData("""{"alg": "none"}""", "Invalid")]
    [InlineData("""{"alg": "HS512"}""", "Invalid")]
    [InlineData("""{"alg": "RS256"}""", "Invalid")]
    [InlineData("""{"alg": "hs256"}""", "Invalid")]
    [InlineData("""{"alg": ["HS256"]}""", "Invalid")]
    [InlineData("""{"alg": "HS256", "crit": ["b64"]}""", "Invalid")]
    [InlineData("{}", "Invalid")]
    [InlineData("[]", "Invalid")]
    [InlineData("no json", "Invalid")]
    [InlineData("""{"alg": "HS256", "\ud800": 1}""", "Invalid")]
    public void Validate_Header(string header, string expected) => Check(Tokens.WithHeader(header, Good), expected);

    [Theory]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("no json")]
    [InlineData("")]
    public void Validate_PayloadThatIsNoObject_IsInvalid(string payload) => Check(Tokens.Sign(payload), "Invalid");

    [Fact]
    public void Validate_UnsignedToken_IsInvalid()
    {
        var unsigned = Tokens.WithHeader("""{"alg": "none"}""", Good);

        Check(unsigned[..(unsigned.LastIndexOf('.') + 1)], "Invalid");
    }

    [Fact]
    public void Validate_ExpiredForOneEntry_EndsTheSearch()
    {
        JwtSecret[] twice = [new(["nobody"], ["elsewhere"], "s"), new(["any"], ["venueless"], "s")];

        Assert.Equal(TokenVerdict.Expired, _validator.Validate(Tokens.SignFor("""{"uid": "u", "exp": 5}""", "s"), twice, out _));
        Assert.Equal(TokenVerdict.Valid, _validator.Validate(Tokens.SignFor("""{"uid": "u"}""", "s"), twice, out _));
    }

    [Fact]
    public void Validate_WithoutSecrets_OrWithAnEmptyOne_IsInvalid()
    {
        Assert.Equal(TokenVerdict.Invalid, _validator.Validate(Tokens.SignFor("""{"uid": "u"}"""), [], out _));
        Assert.Equal(TokenVerdict.Invalid, _validator.Validate(Tokens.SignFor("""{"uid": "u"}""", ""), [new JwtSecret(["any"], ["venueless"], "")], out _));
    }

    private void Check(string? token, string expected)
    {
        var verdict = _validator.Validate(token, Secrets, out var claims);

        Assert.Equal(expected, verdict.ToString());
        Assert.Equal(verdict == TokenVerdict.Valid, claims is not null);
    }
}
