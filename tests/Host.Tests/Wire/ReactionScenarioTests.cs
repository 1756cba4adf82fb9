using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>rooms.md section 12, scenarios 16 to 21 and 50: reactions.</summary>
public sealed class ReactionScenarioTests : IAsyncLifetime
{
    private const string Guest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c6a";

    private WireServer _server = null!;

    private string _world = "";
    private string _stage = "";

    // Nobody sees viewers, so nothing but reactions is pushed.
    public async Task InitializeAsync()
    {
        _server = await WireServer.StartAsync();
        _world = await _server.ImportWorldAsync(new JsonObject(), """{"attendee": ["world:view"], "participant": ["room:view"]}""");
        _stage = await _server.FindRoomAsync(_world, "stage");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario16_Reaction_IsPushedAfterASecondAndStored()
    {
        await using var ada = await EnterAsync(1);

        await ReactAsync(ada, "👍");
        await ada.ExpectNothingAsync();
        _server.Time.Advance(TimeSpan.FromSeconds(1));

        await ada.ExpectAsync(Push("""{"👍": 1}"""));
        await ExpectRowsAsync("👍 1");
        Assert.Equal(_stage, await _server.ReadSqlAsync("SELECT room_id FROM core_reaction"));
        Assert.Equal(Now(), await _server.ReadSqlAsync("SELECT datetime FROM core_reaction"));
    }

    [Fact]
    public async Task Scenario17_SameReactionTwiceWithinTwoSeconds_CountsOnceAlsoFromAnotherTab()
    {
        await using var ada = await EnterAsync(1);
        await using var tab = await EnterAsync(1);

        await ReactAsync(ada, "👍");
        await ReactAsync(ada, "👍");
        await ReactAsync(tab, "👍");
        await ReactAsync(tab, "😮");
        _server.Time.Advance(TimeSpan.FromSeconds(1));
        await ada.ExpectAsync(Push("""{"👍": 1, "😮": 1}"""));
        await tab.ExpectAsync(Push("""{"👍": 1, "😮": 1}"""));
        await ReactAsync(ada, "👍");
        _server.Time.Advance(TimeSpan.FromSeconds(1));
        await _server.EndDebounceAsync();
        await ReactAsync(ada, "👍");
        _server.Time.Advance(TimeSpan.FromSeconds(1));

        await ada.ExpectAsync(Push("""{"👍": 1}"""));
        await ada.ExpectNothingAsync();
        await ExpectRowsAsync("👍 1,😮 1,👍 1");
    }

    [Fact]
    public async Task Scenario18_TwoUsersWithinASecond_AreOnePushToBoth()
    {
        await using var ada = await EnterAsync(1);
        await using var ben = await EnterAsync(2);

        await ReactAsync(ada, "❤️");
        _server.Time.Advance(TimeSpan.FromMilliseconds(900));
        await ReactAsync(ben, "❤️");
        _server.Time.Advance(TimeSpan.FromMilliseconds(100));

        await ada.ExpectAsync(Push("""{"❤️": 2}"""));
        await ben.ExpectAsync(Push("""{"❤️": 2}"""));
        _server.Time.Advance(TimeSpan.FromSeconds(5));
        await ada.ExpectNothingAsync();
        await ExpectRowsAsync("❤️ 2");
    }

    [Fact]
    public async Task Scenario19_WhoLeft_GetsNoPush()
    {
        await using var ada = await EnterAsync(1);
        await using var ben = await EnterAsync(2);
        await ben.CallAsync("room.leave", new JsonObject { ["room"] = _stage });

        await ReactAsync(ada, "👏");
        _server.Time.Advance(TimeSpan.FromSeconds(1));

        await ada.ExpectAsync(Push("""{"👏": 1}"""));
        await ben.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("\"👎\"")]
    [InlineData("\"\\u2764\"")]
    [InlineData("\"👍👍\"")]
    [InlineData("\"👍\\u0000\"")]
    [InlineData("\"\\ud83d\"")]
    [InlineData("\"\"")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[\"👍\"]")]
    [InlineData("{\"a\": 1}")]
    [InlineData("\"0123456789012345678901234567890123456789012345678901234567890123456789\"")]
    [InlineData("\"👍\", \"reaction\": \"👎\"")]
    public async Task Scenario20_UnknownReaction_SaysSo(string reaction)
    {
        await using var ada = await EnterAsync(1);

        await ada.SendAsync($$"""["room.react", 1, {"room": "{{_stage}}", "reaction": {{reaction}}}]""");
        await ada.ExpectAsync("""["error", 1, {"code": "room.unknown_reaction", "message": "Unknown reaction"}]""");

        await ada.SendAsync($$"""["room.react", 2, {"room": "{{_stage}}"}]""");
        await ada.ExpectAsync("""["error", 2, {"code": "room.unknown_reaction", "message": "Unknown reaction"}]""");
        _server.Time.Advance(TimeSpan.FromSeconds(1));
        await ada.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("👏", "\\ud83d\\udc4f")]
    [InlineData("❤️", "\\u2764\\ufe0f")]
    [InlineData("👍", "\\ud83d\\udc4d")]
    [InlineData("🤣", "\\ud83e\\udd23")]
    [InlineData("😮", "\\ud83d\\ude2e")]
    public async Task EveryReaction_IsTakenPlainAndEscapedAndByChannel(string plain, string escaped)
    {
        await using var ada = await EnterAsync(1);
        await using var ben = await EnterAsync(2);
        var channel = await _server.FindChannelAsync(_world, "stage");

        await ada.SendAsync($$"""["room.react", 1, {"room": "{{_stage}}", "reaction": "{{plain}}"}]""");
        await ada.ExpectAsync("""["success", 1, {}]""");
        await ben.SendAsync($$"""["room.react", 1, {"channel": "{{channel}}", "reaction": "{{escaped}}"}]""");
        await ben.ExpectAsync("""["success", 1, {}]""");
        _server.Time.Advance(TimeSpan.FromSeconds(1));

        await ada.ExpectAsync(Push($$"""{"{{plain}}": 2}"""));
    }

    [Fact]
    public async Task Scenario21_CommandRightAfterAReaction_IsAnsweredAtOnce()
    {
        await using var ada = await EnterAsync(1);

        await ada.SendAsync($$"""["room.react", 1, {"room": "{{_stage}}", "reaction": "👍"}]""");
        await ada.SendAsync($$"""["room.leave", 2, {"room": "{{_stage}}"}]""");

        // The clock stands still.
        await ada.ExpectAsync("""["success", 1, {}]""");
        await ada.ExpectAsync("""["success", 2, {}]""");
    }

    [Fact]
    public async Task WithoutEntering_OneReactsAndGetsNoPush()
    {
        await using var ada = await EnterAsync(1);
        await using var ben = await VenuelessClient.LogInAsync(_server.Port, _world, Guest + 2);

        await ReactAsync(ben, "🤣");
        _server.Time.Advance(TimeSpan.FromSeconds(1));

        await ada.ExpectAsync(Push("""{"🤣": 1}"""));
        await ben.ExpectNothingAsync();
    }

    [Fact]
    public async Task PermissionOfTheRoom_IsNeeded()
    {
        await using var ada = await EnterAsync(1);

        var room = await _server.FindRoomAsync(_world, "private");
        await ada.SendAsync($$"""["room.react", 1, {"room": "{{room}}", "reaction": "👍"}]""");
        await ada.ExpectAsync("""["error", 1, {"code": "protocol.denied", "message": "Permission denied."}]""");
        await ada.SendAsync("""["room.react", 2, {"room": "nowhere", "reaction": "👍"}]""");
        await ada.ExpectAsync("""["error", 2, {"code": "room.unknown", "message": "Unknown room ID"}]""");
        await ada.SendAsync("""["room.react", 3, "👍"]""");
        await ada.ExpectErrorAsync("protocol.invalid_body", "3");
    }

    [Fact]
    public async Task ServerStopsWithinTheSecond_TheReactionsAreStored()
    {
        await using (var ada = await EnterAsync(1))
        {
            await ReactAsync(ada, "👏");
        }

        await _server.RestartAsync();

        Assert.Equal("1", await _server.ReadSqlAsync("SELECT count(*) FROM core_reaction"));
    }

    [Fact]
    public async Task Scenario50_UnknownAction_IsUnsupported()
    {
        await using var ada = await EnterAsync(1);

        await ada.SendAsync("""["room.nonsense", 1, {}]""");

        await ada.ExpectAsync("""["error", 1, {"code": "room.unsupported_command"}]""");
    }

    private async Task<VenuelessClient> EnterAsync(int number)
    {
        var client = await VenuelessClient.LogInAsync(_server.Port, _world, $"{Guest}{number}");
        await client.CallAsync("room.enter", new JsonObject { ["room"] = _stage });

        // Counts and viewers are other scenarios' business.
        await client.SettleAsync();
        return client;
    }

    private Task<JsonNode> ReactAsync(VenuelessClient client, string reaction) =>
        client.CallAsync("room.react", new JsonObject { ["room"] = _stage, ["reaction"] = reaction });

    private string Push(string reactions) => $$"""["room.reaction", {"reactions": {{reactions}}, "room": "{{_stage}}"}]""";

    private async Task ExpectRowsAsync(string rows)
    {
        var select = $"SELECT {_server.Joined("row")} FROM (SELECT reaction || ' ' || amount AS row FROM core_reaction ORDER BY id) r";
        await WireServer.WaitUntilAsync(async () => await _server.ReadSqlAsync(select) == rows, $"the rows {rows}");
    }

    private string Now() => _server.Time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00:00'", System.Globalization.CultureInfo.InvariantCulture);
}
