using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>announcements.md sections 3 and 5: what logins are told, on which node whatsoever.</summary>
public sealed class AnnouncementLoginScenarioTests : IAsyncLifetime
{
    private const string Push = "announcement.created_or_updated";

    private FairServer _fair = null!;
    private VenuelessClient _manager = null!;

    public async Task InitializeAsync()
    {
        _fair = await FairServer.StartAsync();
        _manager = await _fair.LogInAsync(FairServer.Announcer);
    }

    public async Task DisposeAsync()
    {
        await _manager.DisposeAsync();
        await _fair.DisposeAsync();
    }

    [Fact]
    public async Task Scenario12_OneOfEachKind_LoginsSeeTheVisibleOneAndManagersAll()
    {
        var visible = await CreateAsync("""{"text": "visible", "state": "active", "show_until": "2124-05-14"}""");
        await CreateAsync("""{"text": "expired", "state": "active", "show_until": "2001-01-01"}""");
        await CreateAsync("""{"text": "draft"}""");
        await UpdateAsync(await CreateAsync("""{"text": "archived", "state": "active"}"""), """{"state": "archived"}""");

        for (var login = 0; login < 4; login++)
        {
            FairServer.AssertEqual(
                $$"""[{"id": "{{visible}}", "text": "visible", "show_until": "2124-05-13T22:00:00+00:00", "state": "active", "is_visible": true}]""",
                await ReadLoginAsync());
        }

        Assert.Equal(4, (await _manager.CallAsync("announcement.list", null)).AsArray().Count);
    }

    [Fact]
    public async Task Scenario17_UsersOnTwoNodes_GetTheBroadcastOnce()
    {
        await using var first = await _fair.LogInAsync("first");
        await using var second = await _fair.LogInAsync("second");
        await using var anonymous = await VenuelessClient.ConnectAsync(_fair.Server.Port, _fair.World);
        await anonymous.LogInAsync("5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a01");
        await using var stranger = await VenuelessClient.LogInAsync(_fair.Server.Port, WireServer.World, "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a02");

        await CreateAsync("""{"text": "Hello", "state": "active"}""");

        foreach (var client in new[] { first, second, anonymous, _manager })
        {
            Assert.Equal("Hello", (string?)(await client.ReceivePushAsync(Push))["text"]);
            await client.ExpectNothingAsync();
        }

        await stranger.ExpectNothingAsync();
    }

    [Fact]
    public async Task Login_AfterEveryChangeOnAnyNode_SeesTheNewestList()
    {
        for (var round = 0; round < 6; round++)
        {
            await using var manager = await _fair.LogInAsync(FairServer.Announcer);
            var id = (string)(await manager.CallAsync("announcement.create", JsonNode.Parse("""{"text": "a", "state": "active"}""")))["announcement"]!["id"]!;
            Assert.Equal("a", await ReadTextsAsync());
            await manager.CallAsync("announcement.update", FairServer.Patch(id, """{"text": "b"}"""));
            Assert.Equal("b", await ReadTextsAsync());
            Assert.Equal("b", await ReadTextsAsync());
            await manager.CallAsync("announcement.update", FairServer.Patch(id, """{"state": "archived"}"""));
            Assert.Equal("", await ReadTextsAsync());
        }
    }

    [Fact]
    public async Task Login_WhenTheFirstAnnouncementEnds_SeesTheOthers()
    {
        var end = _fair.Server.Time.GetUtcNow().AddSeconds(3);
        await CreateAsync(new JsonObject { ["text"] = "short", ["state"] = "active", ["show_until"] = end.ToString("O") }.ToJsonString());
        await _manager.SettleAsync();
        _fair.Server.Time.Advance(TimeSpan.FromMilliseconds(1));
        await CreateAsync("""{"text": "long", "state": "active"}""");
        Assert.Equal("short,long", await ReadTextsAsync());
        Assert.Equal("short,long", await ReadTextsAsync());

        await _manager.SettleAsync();
        _fair.Server.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("long", await ReadTextsAsync());
        Assert.Equal("long", await ReadTextsAsync());
    }

    [Fact]
    public async Task Login_AfterAnEditByHand_SeesIt()
    {
        var id = await CreateAsync("""{"text": "typo", "state": "active"}""");
        Assert.Equal("typo", await ReadTextsAsync());
        Assert.Equal("typo", await ReadTextsAsync());

        await _fair.Server.ExecuteSqlAsync($"UPDATE core_announcement SET text = 'mended' WHERE id = '{id}'");
        Assert.Equal("mended", await ReadTextsAsync());
        Assert.Equal("mended", await ReadTextsAsync());

        await _fair.Server.ExecuteSqlAsync($"DELETE FROM core_announcement WHERE id = '{id}'");
        Assert.Equal("", await ReadTextsAsync());
    }

    [Fact]
    public async Task Login_WhileAnnouncementsAreMade_MissesNone()
    {
        for (var round = 0; round < 10; round++)
        {
            var creating = CreateAsync($$"""{"text": "{{round}}", "state": "active"}""");
            var entering = Enumerable.Range(0, 4).Select(number => _fair.EnterAsync($"{round}-{number}")).ToList();
            var id = await creating;

            foreach (var enter in entering)
            {
                var (client, payload) = await enter;
                await using var _ = client;
                var isListed = payload["announcements"]!.AsArray().Any(one => (string?)one!["id"] == id);
                var pushes = await client.SettleAsync();
                Assert.True(isListed || pushes.Any(push => (string?)push[0] == Push && (string?)push[1]!["id"] == id), $"A login of round {round} has missed it.");
            }
        }
    }

    private async Task<string> CreateAsync(string body) =>
        (string)(await _manager.CallAsync("announcement.create", JsonNode.Parse(body)))["announcement"]!["id"]!;

    private Task<JsonNode> UpdateAsync(string id, string fields) => _manager.CallAsync("announcement.update", FairServer.Patch(id, fields));

    private async Task<JsonNode> ReadLoginAsync()
    {
        var (client, payload) = await _fair.EnterAsync("visitor");
        await client.DisposeAsync();
        return payload["announcements"]!;
    }

    private async Task<string> ReadTextsAsync() => string.Join(',', (await ReadLoginAsync()).AsArray().Select(static one => (string?)one!["text"]));
}
