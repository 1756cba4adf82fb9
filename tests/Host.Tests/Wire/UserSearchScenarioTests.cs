using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>auth-and-users.md section 16, scenarios 34 to 38: searching users, page by page.</summary>
public sealed class UserSearchScenarioTests : IAsyncLifetime
{
    private UserAdminServer _server = null!;

    public async Task InitializeAsync() => _server = await UserAdminServer.StartAsync(
        """{"user_list": {"page_size": 2, "search_min_chars": 3}, "profile_fields": [{"id": "city", "searchable": true}, {"id": "secret", "searchable": false}]}""");

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario34_TermBelowTheMinimum_FindsNobodyUnlessABadgeIsAskedFor()
    {
        await using var client = await _server.LogInAsync("client");
        var crew = await _server.AddUserAsync("ada", """{"display_name": "Ada"}""", "helper");
        await _server.AddUserAsync("ben", """{"display_name": "Ben"}""");

        foreach (var body in new[] { """{"search_term": "", "page": 1}""", """{"search_term": "ad", "page": 1, "badge": ""}""", """{"search_term": "ad", "page": 1, "badge": null}""" })
        {
            JsonAssert.Equal("""{"results": [], "isLastPage": true}""", await SearchAsync(client, body));
        }

        Assert.Equal([crew], await FindAsync(client, """{"search_term": "", "page": 1, "badge": "Crew"}"""));
        Assert.Equal([crew], await FindAsync(client, """{"search_term": "ada", "page": 1}"""));
        JsonAssert.Equal("""{"results": [], "isLastPage": true}""", await SearchAsync(client, """{"search_term": "", "page": 1, "badge": "None"}"""));
        JsonAssert.Equal("""{"results": [], "isLastPage": true}""", await SearchAsync(client, """{"search_term": "ben", "page": 1, "badge": "Crew"}"""));
    }

    [Fact]
    public async Task Scenario35_Pages_HaveTheConfiguredSizeAndTellTheLast()
    {
        await using var client = await _server.LogInAsync("client");
        foreach (var name in new[] { "Match C", "match b", "Match A", "Other" })
        {
            await _server.AddUserAsync(name, $$"""{"display_name": "{{name}}"}""");
        }

        var found = new List<string>();
        foreach (var (page, count, isLast) in new[] { (1, 2, false), (2, 1, true), (3, 0, true) })
        {
            var answer = await SearchAsync(client, $$"""{"search_term": "MATCH", "page": {{page}}}""");
            Assert.Equal(count, answer["results"]!.AsArray().Count);
            Assert.Equal(isLast, (bool)answer["isLastPage"]!);
            found.AddRange(answer["results"]!.AsArray().Select(static user => (string)user!["profile"]!["display_name"]!));
        }

        Assert.Equal(["Match A", "Match C", "match b"], found.Order(StringComparer.Ordinal));
        Assert.Equal(3, found.Distinct().Count());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("\"abc\"")]
    [InlineData("null")]
    [InlineData("1.5")]
    [InlineData("\"1.0\"")]
    [InlineData("[1]")]
    [InlineData("true")]
    [InlineData("99999999999999999999")]
    [InlineData("2147483647")]
    public async Task Scenario36_PageThatDoesNotExist_IsAnEmptyLastOne(string page)
    {
        await using var client = await _server.LogInAsync("client");
        await _server.AddUserAsync("ada", """{"display_name": "Ada"}""");

        JsonAssert.Equal("""{"results": [], "isLastPage": true}""", await SearchAsync(client, $$"""{"search_term": "Ada", "page": {{page}}}"""));
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("\"1\"")]
    public async Task Search_PageInAnotherSpelling_Counts(string page)
    {
        await using var client = await _server.LogInAsync("client");
        var ada = await _server.AddUserAsync("ada", """{"display_name": "Ada"}""");

        Assert.Equal([ada], await FindAsync(client, $$"""{"search_term": "Ada", "page": {{page}}}"""));
    }

    [Theory]
    [InlineData("""{"page": 1}""")]
    [InlineData("""{"search_term": 5, "page": 1}""")]
    [InlineData("""{"search_term": null, "page": 1}""")]
    [InlineData("""{"search_term": "abc"}""")]
    [InlineData("""{"search_term": "a\u0000c", "page": 1}""")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task Search_BadBody_IsRefused(string body)
    {
        await using var client = await _server.LogInAsync("client");

        Assert.Equal("protocol.invalid_body", await client.CallForCodeAsync("user.list.search", JsonNode.Parse(body)));
    }

    [Fact]
    public async Task Scenario37_SearchableFields_AreSearchedLiterally()
    {
        await using var client = await _server.LogInAsync("client");
        var ada = await _server.AddUserAsync("ada", """{"display_name": "Ada", "fields": {"city": "Köln 100%_", "secret": "hidden"}}""");
        await _server.AddUserAsync("ben", """{"display_name": "Ben", "fields": {"city": "Köln 100 of it"}}""");
        await _server.AddUserAsync("number", """{"display_name": 777, "fields": 5}""");

        Assert.Equal([ada], await FindAsync(client, """{"search_term": "KÖLN 100%", "page": 1}"""));
        Assert.Equal([ada], await FindAsync(client, """{"search_term": "0%_", "page": 1}"""));
        Assert.Empty(await FindAsync(client, """{"search_term": "%%%", "page": 1}"""));
        Assert.Empty(await FindAsync(client, """{"search_term": "hidden", "page": 1}"""));
        Assert.Single(await FindAsync(client, """{"search_term": "777", "page": 1}"""));
    }

    [Fact]
    public async Task Scenario38_SearchShowsNobodyWhoIsNotPublic()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        await using var client = await _server.LogInAsync("client");
        var columns = new Dictionary<string, string>
        {
            ["hidden"] = "show_publicly = FALSE",
            ["anon"] = "type = 'anon'",
            ["kiosk"] = "type = 'kiosk'",
            ["deleted"] = "deleted = TRUE",
            ["banned"] = "moderation_state = 'banned'",
        };
        var ids = new Dictionary<string, string>();
        foreach (var (name, change) in columns)
        {
            ids[name] = await _server.AddUserAsync(name, """{"display_name": "Target"}""");
            await _server.SetUserAsync(ids[name], change);
        }

        foreach (var nameless in new[] { "{}", """{"display_name": ""}""", """{"display_name": null}""" })
        {
            await _server.AddUserAsync(nameless, nameless, "speaker");
        }

        Assert.Empty(await FindAsync(client, """{"search_term": "Target", "page": 1, "include_banned": true}"""));
        Assert.Equal([ids["banned"]], await FindAsync(manager, """{"search_term": "Target", "page": 1, "include_banned": true}"""));
        Assert.Equal([ids["banned"]], await FindAsync(manager, """{"search_term": "Target", "page": 1}"""));
        Assert.Empty(await FindAsync(manager, """{"search_term": "Target", "page": 1, "include_banned": false}"""));
        Assert.Empty(await FindAsync(client, """{"search_term": "", "page": 1, "badge": "A speaker"}"""));
    }

    [Fact]
    public async Task Search_Results_HaveTheirKeysAndActiveOnesFirst()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        await using var client = await _server.LogInAsync("client");
        var first = await _server.AddUserAsync("first", """{"display_name": "Same"}""");
        var second = await _server.AddUserAsync("second", """{"display_name": "Same"}""");
        await _server.SetUserAsync(first, "last_login = NULL");

        var results = (await SearchAsync(client, """{"search_term": "same", "page": 1}"""))["results"]!;

        JsonAssert.Equal(
            $$$"""
            [{"id": "{{{second}}}", "profile": {"display_name": "Same"}, "pretalx_id": "P-second", "inactive": false, "badges": []},
             {"id": "{{{first}}}", "profile": {"display_name": "Same"}, "pretalx_id": "P-first", "inactive": true, "badges": []}]
            """,
            results);
        var asManager = (await SearchAsync(manager, """{"search_term": "same", "page": 1}"""))["results"]![0]!.AsObject();
        Assert.Equal(
            ["badges", "id", "inactive", "moderation_state", "pretalx_id", "profile", "token_id"], asManager.Select(static pair => pair.Key).Order(StringComparer.Ordinal));
    }

    private static Task<JsonNode> SearchAsync(VenuelessClient client, string body) => client.CallAsync("user.list.search", JsonNode.Parse(body));

    private static async Task<string[]> FindAsync(VenuelessClient client, string body) => Ids(await SearchAsync(client, body));

    private static string[] Ids(JsonNode answer) => [.. answer["results"]!.AsArray().Select(static user => (string)user!["id"]!)];
}
