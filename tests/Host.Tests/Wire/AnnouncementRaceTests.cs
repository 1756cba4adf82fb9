using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>announcements.md section 5: many managers on all nodes change one announcement at once.</summary>
public sealed class AnnouncementRaceTests : IAsyncLifetime
{
    private const string Push = "announcement.created_or_updated";
    private const int Rounds = 15;

    private readonly List<VenuelessClient> _managers = [];
    private FairServer _fair = null!;

    public async Task InitializeAsync()
    {
        _fair = await FairServer.StartAsync();
        for (var number = 0; number < 4; number++)
        {
            _managers.Add(await _fair.LogInAsync($"{FairServer.Announcer}{number}", FairServer.Announcer));
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var manager in _managers)
        {
            await manager.DisposeAsync();
        }

        await _fair.DisposeAsync();
    }

    [Fact]
    public async Task ActivateArchiveAndEditAtOnce_EndLegallyAndTheLastPushIsWhatIsStored()
    {
        await using var guest = await _fair.LogInAsync("guest");
        for (var round = 0; round < Rounds; round++)
        {
            var id = await CreateAsync();
            string[] changes = ["""{"state": "active"}""", """{"state": "archived"}""", """{"state": "active", "text": "A"}""", """{"state": "archived", "text": "B"}"""];
            var replies = await Task.WhenAll(_managers.Select((manager, index) => manager.CallAsync("announcement.update", FairServer.Patch(id, changes[index]))));

            // Every reply is a state that may follow the draft; whoever has archived has found an active one.
            var states = replies.Select(static reply => (string)reply["announcement"]!["state"]!).ToList();
            Assert.Contains("active", states);
            var stored = (await _managers[0].CallAsync("announcement.list", null)).AsArray().Single(one => (string?)one!["id"] == id)!;
            Assert.Equal(states.Contains("archived") ? "archived" : "active", (string?)stored["state"]);

            var last = await ReadLastAsync(guest, id);
            Assert.Equal((string?)stored["state"], (string?)last["state"]);

            // What is changed in an archived one is told to nobody.
            Assert.True((string?)stored["state"] == "archived" || (string?)stored["text"] == (string?)last["text"]);
        }
    }

    [Fact]
    public async Task EditsAtOnce_EverybodyEndsWithTheStoredText()
    {
        await using var guest = await _fair.LogInAsync("guest");
        await using var other = await _fair.LogInAsync("other");
        var id = await CreateAsync();
        await _managers[0].CallAsync("announcement.update", FairServer.Patch(id, """{"state": "active"}"""));
        for (var round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(_managers.Select((manager, index) => manager.CallAsync("announcement.update", FairServer.Patch(id, $$"""{"text": "{{round}}/{{index}}"}"""))));

            var last = await ReadLastAsync(guest, id);
            Assert.Equal(await _fair.Server.ReadSqlAsync($"SELECT text FROM core_announcement WHERE id = '{id}'"), (string?)last["text"]);
            Assert.True(JsonNode.DeepEquals(last, LastOf(await other.SettleAsync(), id)));
        }
    }

    private async Task<string> CreateAsync() =>
        (string)(await _managers[0].CallAsync("announcement.create", JsonNode.Parse("""{"text": "x"}""")))["announcement"]!["id"]!;

    private async Task<JsonNode> ReadLastAsync(VenuelessClient client, string id)
    {
        foreach (var manager in _managers)
        {
            await manager.SettleAsync();
        }

        return LastOf(await client.SettleAsync(), id);
    }

    private static JsonNode LastOf(IEnumerable<JsonArray> pushes, string id) =>
        pushes.Last(push => (string?)push[0] == Push && (string?)push[1]!["id"] == id)[1]!;
}
