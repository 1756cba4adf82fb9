using Venueless.Fast.Core.Domain;
using Venueless.Fast.Modules.Tests.Auth;

namespace Venueless.Fast.Modules.Tests.Users;

/// <summary><c>user.fetch</c>: auth-and-users.md section 5, scenarios 28 to 30.</summary>
public sealed class FetchTests
{
    private readonly TestNode _node = new();
    private readonly UserRow _ada;
    private readonly UserRow _kiosk;

    public FetchTests()
    {
        _ada = _node.Users.Put(Sample.User(tokenId: "t-ada", profile: """{"display_name": "Ada"}""", pretalxId: "ADA"));
        _kiosk = _node.Users.Put(Sample.User(tokenId: "t-kiosk", type: UserTypes.Kiosk) with { ClientState = Sample.Json("""{"room": 1}""") });
    }

    private string PublicAda =>
        $$"""{"id": "{{_ada.Id}}", "profile": {"display_name": "Ada"}, "pretalx_id": "ADA", "deleted": false, "inactive": true, "badges": []}""";

    [Fact]
    public async Task Fetch_ById_AnyAcceptedSpelling_Scenario28()
    {
        var client = await _node.LogInByTokenAsync("me");

        foreach (var id in new[] { _ada.Id.ToString(), _ada.Id.Value.ToString("N"), _ada.Id.ToString().ToUpperInvariant() })
        {
            JsonAssert.Equal($"""["success", 1, {PublicAda}]""", await client.AskAsync($$"""["user.fetch", 1, {"id": "{{id}}"}]"""));
        }
    }

    [Theory]
    [InlineData("""{"id": "00000000-0000-4000-8000-000000000009"}""")]
    [InlineData("""{"id": "malformed"}""")]
    [InlineData("""{"id": 5}""")]
    [InlineData("""{"id": null}""")]
    [InlineData("""{"id": []}""")]
    [InlineData("{}")]
    public async Task Fetch_ByUnknownId_IsNotFound_Scenario28(string body)
    {
        var client = await _node.LogInByTokenAsync("me");

        JsonAssert.Equal("""["error", 1, {"code": "user.not_found"}]""", await client.AskAsync($"""["user.fetch", 1, {body}]"""));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fetch_Again_AsksNoStoreAndSeesChangesAndAges(bool isSingle)
    {
        var client = await _node.LogInByTokenAsync("me");
        var body = isSingle
            ? $$"""["user.fetch", 1, {"id": "{{_ada.Id}}"}]"""
            : $$"""["user.fetch", 1, {"ids": ["{{_ada.Id}}", null, "{{_ada.Id}}"]}]""";
        var expected = isSingle ? $$"""["success", 1, {{PublicAda}}]""" : $$"""["success", 1, {"{{_ada.Id}}": {{PublicAda}}}]""";
        JsonAssert.Equal(expected, await client.AskAsync(body));
        var changed = _node.Users.Put(_ada with { PretalxId = null, Version = _ada.Version + 1 });

        // Behind the server's back: what is known counts for its age.
        JsonAssert.Equal(expected, await client.AskAsync(body));
        _node.Services.Users.Others.Forget(changed.Id);
        JsonAssert.Equal(expected.Replace("\"ADA\"", "null", StringComparison.Ordinal), await client.AskAsync(body));

        _node.Users.Put(_ada with { Version = _ada.Version + 2 });
        _node.Time.Advance(TimeSpan.FromSeconds(31));
        JsonAssert.Equal(expected, await client.AskAsync(body));
    }

    [Fact]
    public async Task Fetch_ByIdOfAnotherWorld_IsNotFound()
    {
        var foreign = _node.Users.Put(Sample.User(tokenId: "t") with { World = new WorldId("elsewhere") });
        var client = await _node.LogInByTokenAsync("me");

        JsonAssert.Equal("""["error", 1, {"code": "user.not_found"}]""", await client.AskAsync($$"""["user.fetch", 1, {"id": "{{foreign.Id}}"}]"""));
        JsonAssert.Equal("""["success", 2, {}]""", await client.AskAsync($$"""["user.fetch", 2, {"ids": ["{{foreign.Id}}"]}]"""));
    }

    [Fact]
    public async Task Fetch_ByIds_SkipsWhatIsNoPersonOfTheWorld_Scenario28()
    {
        var client = await _node.LogInByTokenAsync("me");

        JsonAssert.Equal(
            $$"""["success", 1, {"{{_ada.Id}}": {{PublicAda}} }]""",
            await client.AskAsync($$"""["user.fetch", 1, {"ids": ["{{_ada.Id}}", "{{Guid.NewGuid()}}", "x", 5, null, "{{_kiosk.Id}}", "{{_ada.Id}}"], "id": "x"}]"""));
        JsonAssert.Equal("""["success", 2, {}]""", await client.AskAsync("""["user.fetch", 2, {"ids": []}]"""));
    }

    [Fact]
    public async Task Fetch_DeletedUser_IsFoundByIdAndIds_WithoutItsProfile()
    {
        _node.Users.Put(_ada with { Deleted = true });
        var client = await _node.LogInByTokenAsync("me");
        var deleted = $$"""{"id": "{{_ada.Id}}", "profile": {}, "pretalx_id": "ADA", "deleted": true, "inactive": true, "badges": []}""";

        JsonAssert.Equal($"""["success", 1, {deleted}]""", await client.AskAsync($$"""["user.fetch", 1, {"id": "{{_ada.Id}}"}]"""));
        JsonAssert.Equal($$"""["success", 2, {"{{_ada.Id}}": {{deleted}} }]""", await client.AskAsync($$"""["user.fetch", 2, {"ids": ["{{_ada.Id}}"]}]"""));
        JsonAssert.Equal("""["success", 3, {}]""", await client.AskAsync("""["user.fetch", 3, {"pretalx_ids": ["ADA"]}]"""));
    }

    [Fact]
    public async Task Fetch_ByPretalxIds_LastByNameAndIdWins_Scenario28()
    {
        _node.Users.Put(Sample.User(tokenId: "t-1", profile: """{"display_name": "Abe"}""", pretalxId: "ADA"));
        var client = await _node.LogInByTokenAsync("me");

        JsonAssert.Equal(
            $$"""["success", 1, {"ADA": {{PublicAda}} }]""", await client.AskAsync("""["user.fetch", 1, {"pretalx_ids": ["ADA", "ZZZ", 5], "id": "x"}]"""));

        // Missing names come last.
        var nameless = _node.Users.Put(Sample.User(tokenId: "t-2", pretalxId: "ADA"));
        var answer = await client.AskAsync("""["user.fetch", 2, {"pretalx_ids": ["ADA"]}]""");
        Assert.Equal(nameless.Id.ToString(), (string?)answer[2]!["ADA"]!["id"]);
    }

    [Fact]
    public async Task Fetch_150Ids_AnswersTheFirst100_Scenario29()
    {
        var users = Enumerable.Range(0, 150).Select(number => _node.Users.Put(Sample.User(tokenId: $"t{number}", pretalxId: $"P{number}"))).ToList();
        var client = await _node.LogInByTokenAsync("me");
        var ids = string.Join(",", users.Select(user => $"\"{user.Id}\""));
        var pretalxIds = string.Join(",", users.Select(user => $"\"{user.PretalxId}\""));

        var byId = (await client.AskAsync($$"""["user.fetch", 1, {"ids": [{{ids}}]}]"""))[2]!.AsObject();
        var byPretalxId = (await client.AskAsync($$"""["user.fetch", 2, {"pretalx_ids": [{{pretalxIds}}]}]"""))[2]!.AsObject();

        Assert.Equal(users.Take(100).Select(user => user.Id.ToString()), byId.Select(entry => entry.Key));
        Assert.Equal(100, byPretalxId.Count);
        Assert.True(byPretalxId.ContainsKey("P99"));
    }

    [Fact]
    public async Task Fetch_AdminFields_AreForManagersOnly_Scenario30()
    {
        var client = await _node.LogInByTokenAsync("me", "admin");
        var admin = PublicAda[..^1] + """, "moderation_state": "", "token_id": "t-ada"}""";

        JsonAssert.Equal($"""["success", 1, {admin}]""", await client.AskAsync($$"""["user.fetch", 1, {"id": "{{_ada.Id}}"}]"""));
        JsonAssert.Equal($$"""["success", 2, {"{{_ada.Id}}": {{admin}} }]""", await client.AskAsync($$"""["user.fetch", 2, {"ids": ["{{_ada.Id}}"]}]"""));
        JsonAssert.Equal($$"""["success", 3, {"ADA": {{admin}} }]""", await client.AskAsync("""["user.fetch", 3, {"pretalx_ids": ["ADA"]}]"""));
    }

    [Fact]
    public async Task Fetch_Kiosk_ShowsItsClientStateToManagers()
    {
        var manager = await _node.LogInByTokenAsync("me", "admin");
        var guest = await _node.LogInAsync("""{"client_id": "x"}""");
        var request = $$"""["user.fetch", 1, {"id": "{{_kiosk.Id}}"}]""";

        JsonAssert.Equal("""{"room": 1}""", (await manager.AskAsync(request))[2]!["client_state"]);
        Assert.False((await guest.AskAsync(request))[2]!.AsObject().ContainsKey("client_state"));
    }

    [Theory]
    [InlineData("""{"ids": "x"}""")]
    [InlineData("""{"ids": null}""")]
    [InlineData("""{"pretalx_ids": {}}""")]
    [InlineData("[]")]
    public async Task Fetch_BadInput_IsInvalidBody(string body)
    {
        var client = await _node.LogInByTokenAsync("me");

        Assert.Equal("protocol.invalid_body", (string?)(await client.AskAsync($"""["user.fetch", 1, {body}]"""))[2]!["code"]);
    }

    [Fact]
    public async Task Fetch_UserWhoLoggedInLongAgo_IsInactive_Scenario40()
    {
        _node.Users.Put(_ada with { LastLogin = _node.Time.GetUtcNow() - TimeSpan.FromHours(36) });
        var client = await _node.LogInByTokenAsync("me");
        var request = $$"""["user.fetch", 1, {"id": "{{_ada.Id}}"}]""";

        Assert.False((bool?)(await client.AskAsync(request))[2]!["inactive"]);
        _node.Time.Advance(TimeSpan.FromHours(1));
        Assert.True((bool?)(await client.AskAsync(request))[2]!["inactive"]);
    }

    [Fact]
    public async Task UnknownAction_IsUnsupported()
    {
        var client = await _node.LogInByTokenAsync("me");

        JsonAssert.Equal("""["error", 123, {"code": "user.unsupported_command"}]""", await client.AskAsync("""["user.foobar", 123, {}]"""));
    }
}
