namespace Venueless.Fast.Modules.Tests.Auth;

/// <summary>What a client sees of the token rules (auth-and-users.md section 16, scenarios 4 to 9).</summary>
public sealed class TokenLoginTests
{
    private readonly TestNode _node = new();

    [Fact]
    public async Task Token_OfEitherSecret_LogsIn_Scenario4()
    {
        await _node.LogInAsync(Tokens.Body("""{"uid": "u"}"""));
        await _node.LogInAsync($$"""{"token": "{{Tokens.Sign("""{"iss": "other", "aud": ["x", "venueless"], "uid": "v"}""", "12345")}}"}""");

        Assert.Equal(["u", "v"], _node.Users.Users.Select(user => user.TokenId).Order());
    }

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"garbage\"")]
    [InlineData("\"\"")]
    public async Task Token_ThatIsNone_IsInvalid_WhateverElseIsThere_Scenario5(string token)
    {
        var client = await _node.ConnectAsync();

        JsonAssert.Equal(
            """["error", {"code": "auth.invalid_token"}]""",
            await client.AskAsync($$"""["authenticate", {"token": {{token}}, "client_id": "x"}]"""));
        JsonAssert.Equal(
            """["error", {"code": "auth.invalid_token"}]""",
            await client.AskAsync($$"""["authenticate", {"token": {{token}}, "client_id": []}]"""));
    }

    [Fact]
    public async Task Token_Expired_SaysSo_Scenario6()
    {
        var client = await _node.ConnectAsync();

        JsonAssert.Equal(
            """["error", {"code": "auth.expired_token"}]""",
            await client.AskAsync($"""["authenticate", {Tokens.Body("""{"uid": "u", "exp": 5}""")}]"""));
    }

    [Fact]
    public async Task Token_WithoutUid_LeavesTheConnectionOpen_Scenario9()
    {
        var client = await _node.ConnectAsync();

        JsonAssert.Equal("""["error", {"code": "auth.invalid_token"}]""", await client.AskAsync($"""["authenticate", {Tokens.Body("{}")}]"""));
        JsonAssert.Equal("""["pong", 1]""", await client.AskAsync("""["ping", 1]"""));
    }

    [Fact]
    public async Task Token_Issued_CarriesTraitsAndProfileForAnHour()
    {
        var token = new Modules.Auth.TokenIssuer(_node.Time).Issue(
            Sample.Secret, "u", ["admin"], TimeSpan.FromHours(1), Sample.Json("""{"display_name": "Ada"}"""));
        await _node.LogInAsync($$"""{"token": "{{token}}"}""");

        var user = Assert.Single(_node.Users.Users);
        Assert.Equal(["admin"], user.Traits);
        Assert.Equal("""{"display_name": "Ada"}""", user.Profile.ToString());
        _node.Time.Advance(TimeSpan.FromHours(1));
        var late = await _node.ConnectAsync();
        JsonAssert.Equal("""["error", {"code": "auth.expired_token"}]""", await late.AskAsync($$"""["authenticate", {"token": "{{token}}"}]"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""", "JWT_secrets": "x" """)]
    [InlineData(""", "JWT_secrets": [{"issuer": "any"}, 5]""")]
    public async Task World_WithoutUsableSecrets_KnowsNoToken(string config)
    {
        _node.Worlds.Put(Sample.World() with { Config = Sample.Json($$"""{"x": 1 {{config}}}""") });
        var client = await _node.ConnectAsync();

        JsonAssert.Equal(
            """["error", {"code": "auth.invalid_token"}]""", await client.AskAsync($"""["authenticate", {Tokens.Body("""{"uid": "u"}""")}]"""));
    }
}
