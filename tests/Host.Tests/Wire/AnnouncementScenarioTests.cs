using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>announcements.md section 6: who may, and what is stored and pushed.</summary>
public sealed class AnnouncementScenarioTests : IAsyncLifetime
{
    private const string Push = "announcement.created_or_updated";

    private FairServer _fair = null!;
    private VenuelessClient _manager = null!;
    private VenuelessClient _guest = null!;

    public async Task InitializeAsync()
    {
        _fair = await FairServer.StartAsync();
        _manager = await _fair.LogInAsync(FairServer.Announcer);
        _guest = await _fair.LogInAsync("guest");
    }

    public async Task DisposeAsync()
    {
        await _manager.DisposeAsync();
        await _guest.DisposeAsync();
        await _fair.DisposeAsync();
    }

    [Theory]
    [InlineData("announcement.create", """{"text": "x"}""")]
    [InlineData("announcement.create", "null")]
    [InlineData("announcement.update", "[]")]
    [InlineData("announcement.list", "{}")]
    public async Task Scenario01_WithoutPermission_IsDenied(string command, string body)
    {
        var error = await _guest.CallForErrorAsync(command, JsonNode.Parse(body));

        FairServer.AssertEqual("""{"code": "auth.denied", "message": "Permission denied."}""", error);
    }

    [Fact]
    public async Task Scenario02And03_Draft_IsShownToNobodyUntilItIsActive()
    {
        await _manager.SendAsync("""["announcement.create", 41, {"text": "Lunch is served", "state": "draft", "show_until": "2124-05-14T15:00:00+02:00"}]""");
        var reply = await _manager.ReceiveAsync();
        var id = (string)reply[2]!["announcement"]!["id"]!;
        FairServer.AssertEqual(
            $$"""["success", 41, {"announcement": {"id": "{{id}}", "text": "Lunch is served", "show_until": "2124-05-14T13:00:00+00:00", "state": "draft", "is_visible": false} }]""",
            reply);
        await ExpectNothingAsync();

        await _manager.SendAsync($$"""["announcement.update", 42, {"id": "{{id.ToUpperInvariant()}}", "state": "active"}]""");

        await _manager.ExpectAsync(
            $$"""["success", 42, {"announcement": {"id": "{{id}}", "text": "Lunch is served", "show_until": "2124-05-14T13:00:00+00:00", "state": "active", "is_visible": true} }]""");
        var push = $$"""["{{Push}}", {"id": "{{id}}", "text": "Lunch is served", "show_until": "2124-05-14T13:00:00+00:00", "state": "active"}]""";
        await _manager.ExpectAsync(push);
        await _guest.ExpectAsync(push);
        await ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario04And05_Archived_IsToldOnceAndStaysArchived()
    {
        var id = await CreateVisibleAsync("Lunch");

        await UpdateAsync(id, """{"state": "archived"}""");

        Assert.Equal("archived", (string?)(await ReceiveAsync())["state"]);
        foreach (var state in new[] { "active", "draft", "archived", "nonsense" })
        {
            var reply = await UpdateAsync(id, $$"""{"state": "{{state}}"}""");
            Assert.Equal("archived", (string?)reply["state"]);
        }

        await ExpectNothingAsync();
        Assert.Equal("archived", await ReadAsync("state", id));
    }

    [Theory]
    [InlineData("\"archived\"", "draft")]
    [InlineData("\"nonsense\"", "draft")]
    [InlineData("null", "draft")]
    [InlineData("7", "draft")]
    public async Task Scenario06_StateThatIsNoAllowedChange_IsIgnoredAndTheRestIsStored(string state, string expected)
    {
        var id = await CreateAsync("""{"text": "old"}""");

        var reply = await UpdateAsync(id, $$"""{"state": {{state}}, "text": "new"}""");

        Assert.Equal((expected, "new"), ((string?)reply["state"], (string?)reply["text"]));
        await ExpectNothingAsync();
        Assert.Equal("new", await ReadAsync("text", id));
    }

    [Fact]
    public async Task Scenario07And08And09_Expired_IsToldOnceAndChangesSilentlyUntilItIsShownAgain()
    {
        var id = await CreateVisibleAsync("Lunch");

        var expired = await UpdateAsync(id, """{"show_until": "2001-01-01T00:00:00Z"}""");
        Assert.False((bool)expired["is_visible"]!);
        Assert.Equal(("active", "2001-01-01T00:00:00+00:00"), Of(await ReceiveAsync()));

        await UpdateAsync(id, """{"text": "Dinner"}""");
        await ExpectNothingAsync();

        await UpdateAsync(id, """{"show_until": null}""");
        var push = await ReceiveAsync();
        Assert.Equal(("active", null), Of(push));
        Assert.Equal("Dinner", (string?)push["text"]);
    }

    [Fact]
    public async Task Scenario10And11_CreatedActive_IsToldOnlyWhenItIsVisible()
    {
        await CreateAsync("""{"text": "late", "state": "active", "show_until": "2001-01-01"}""");
        await ExpectNothingAsync();

        var reply = await _manager.CallAsync("announcement.create", JsonNode.Parse("""{"text": "now", "state": "active", "is_active": true}"""));

        Assert.True((bool)reply["announcement"]!["is_visible"]!);
        Assert.Equal("now", (string?)(await ReceiveAsync())["text"]);
    }

    [Fact]
    public async Task Scenario13_ListWithNullBody_HasEveryStateByAge()
    {
        var first = await CreateAsync("""{"text": "first"}""");
        await _manager.SettleAsync();
        _fair.Server.Time.Advance(TimeSpan.FromMilliseconds(1));
        var second = await CreateAsync("{}");

        await _manager.SendAsync("""["announcement.list", 7, null]""");

        await _manager.ExpectAsync(
            $$"""
            ["success", 7, [
                {"id": "{{first}}", "text": "first", "show_until": null, "state": "draft", "is_visible": false},
                {"id": "{{second}}", "text": "", "show_until": null, "state": "draft", "is_visible": false}]]
            """);
        Assert.Equal(2, (await _manager.CallAsync("announcement.list", JsonNode.Parse("[1]"))).AsArray().Count);
    }

    [Fact]
    public async Task Scenario14_WholeObjectsSentBack_ChangeNothingElse()
    {
        var id = await CreateAsync("""{"text": "x"}""");

        var reply = await UpdateAsync(id, """{"is_visible": true, "expired": true, "world": "other", "timestamp": 7}""");

        FairServer.AssertEqual($$"""{"id": "{{id}}", "text": "x", "show_until": null, "state": "draft", "is_visible": false}""", reply);
        Assert.Equal(_fair.World, await ReadAsync("world_id", id));
    }

    [Fact]
    public async Task Scenario15_AnnouncementOfAnotherWorld_IsUnknown()
    {
        var other = await _fair.ImportAsync();
        await using var stranger = await VenuelessClient.ConnectAsync(_fair.Server.Port, other);
        await stranger.AuthenticateAsync(WireToken.Body(FairServer.Announcer, FairServer.Announcer));
        var created = await stranger.CallAsync("announcement.create", JsonNode.Parse("""{"text": "theirs"}"""));
        var id = (string)created["announcement"]!["id"]!;

        var error = await _manager.CallForErrorAsync("announcement.update", new JsonObject { ["id"] = id, ["text"] = "ours" });

        Assert.Equal("protocol.invalid_body", (string?)error["code"]);
        Assert.Equal("theirs", await ReadAsync("text", id));
        Assert.Empty((await _manager.CallAsync("announcement.list", null)).AsArray());
    }

    [Theory]
    [InlineData("create", """{"show_until": "tomorrow"}""")]
    [InlineData("create", """{"show_until": ""}""")]
    [InlineData("create", """{"show_until": 7}""")]
    [InlineData("create", """{"show_until": "2024-02-30"}""")]
    [InlineData("create", """{"text": 7}""")]
    [InlineData("create", """{"text": "a\u0000b"}""")]
    [InlineData("create", """{"state": "archived"}""")]
    [InlineData("create", """{"state": 1}""")]
    [InlineData("create", "[]")]
    [InlineData("update", """{"show_until": "tomorrow"}""")]
    [InlineData("update", """{"show_until": false}""")]
    [InlineData("update", """{"text": null}""")]
    [InlineData("update", """{"text": []}""")]
    [InlineData("update", """{"id": null}""")]
    [InlineData("update", """{"id": "abc"}""")]
    [InlineData("update", """{"id": "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a01"}""")]
    public async Task Scenario16_BadBody_IsRefusedAndChangesNothing(string command, string body)
    {
        var id = await CreateAsync("""{"text": "stays"}""");
        var fields = JsonNode.Parse(body)!;
        if (command == "update")
        {
            fields.AsObject().TryAdd("id", id);
        }

        var error = await _manager.CallForErrorAsync($"announcement.{command}", fields);

        Assert.Equal("protocol.invalid_body", (string?)error["code"]);
        Assert.NotEmpty((string)error["message"]!);
        var all = await _manager.CallAsync("announcement.list", null);
        FairServer.AssertEqual($$"""[{"id": "{{id}}", "text": "stays", "show_until": null, "state": "draft", "is_visible": false}]""", all);
        await ExpectNothingAsync();
    }

    [Fact]
    public async Task NoBodyOrNoId_IsRefused()
    {
        Assert.Equal("protocol.invalid_body", await _manager.CallForCodeAsync("announcement.create", null));
        Assert.Equal("protocol.invalid_body", (string?)(await _manager.CallForErrorAsync("announcement.update", JsonNode.Parse("""{"text": "x"}""")))["code"]);
    }

    [Fact]
    public async Task Scenario18_Delete_IsUnsupported() =>
        Assert.Equal("announcement.unsupported_command", (string?)(await _manager.CallForErrorAsync("announcement.delete", new JsonObject()))["code"]);

    private static (string? State, string? ShowUntil) Of(JsonNode push) => ((string?)push["state"], (string?)push["show_until"]);

    private Task<string?> ReadAsync(string column, string id) => _fair.Server.ReadSqlAsync($"SELECT {column} FROM core_announcement WHERE id = '{id}'");

    private async Task<string> CreateAsync(string body) =>
        (string)(await _manager.CallAsync("announcement.create", JsonNode.Parse(body)))["announcement"]!["id"]!;

    private async Task<string> CreateVisibleAsync(string text)
    {
        var id = await CreateAsync($$"""{"text": "{{text}}", "state": "active"}""");
        await ReceiveAsync();
        return id;
    }

    private async Task<JsonNode> UpdateAsync(string id, string fields) =>
        (await _manager.CallAsync("announcement.update", FairServer.Patch(id, fields)))["announcement"]!;

    /// <summary>The push to the guest, which the manager must have got, too.</summary>
    private async Task<JsonNode> ReceiveAsync()
    {
        var push = await _guest.ReceivePushAsync(Push);
        Assert.True(JsonNode.DeepEquals(push, await _manager.ReceivePushAsync(Push)));
        return push;
    }

    private async Task ExpectNothingAsync()
    {
        await _manager.ExpectNothingAsync();
        await _guest.ExpectNothingAsync();
    }
}
