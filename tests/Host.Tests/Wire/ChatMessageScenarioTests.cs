using System.Globalization;
using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>chat.md section 16, scenarios 26 to 45 and the ordering of scenario 84 on one node: messages and history.</summary>
public sealed class ChatMessageScenarioTests : IAsyncLifetime
{
    private const string Ada = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c4a01";
    private const string Ben = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c4a02";

    private WireServer _server = null!;

    public async Task InitializeAsync() => _server = await WireServer.StartAsync(isPatient: true);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario26_NotJoined_IsDenied()
    {
        await using var client = await LogInAsync(Ada, "Ada");
        await client.CallAsync("chat.subscribe", new JsonObject { ["channel"] = _server.Channel });

        await RefuseAsync(client, Send("""{"type": "text", "body": "x"}"""), "chat.denied");
    }

    [Theory]
    [InlineData("x", """{"type": "text", "body": "x"}""", "chat.unsupported_event_type")]
    [InlineData("channel.member", """{"membership": "join"}""", "chat.unsupported_event_type")]
    [InlineData("channel.message", """{"type": "x"}""", "chat.unsupported_content_type")]
    [InlineData("channel.message", "{}", "chat.unsupported_content_type")]
    [InlineData("channel.message", """{"type": "call", "body": {}}""", "chat.unsupported_content_type")]
    [InlineData("channel.message", """{"type": "deleted"}""", "chat.unsupported_content_type")]
    [InlineData("channel.message", """{"type": "deleted"}""", "chat.unsupported_content_type", ", \"replaces\": null")]
    [InlineData("channel.message", """{"type": "text", "body": ""}""", "chat.empty")]
    [InlineData("channel.message", """{"type": "text"}""", "chat.empty")]
    [InlineData("channel.message", """{"type": "files", "files": []}""", "chat.empty")]
    [InlineData("channel.message", """{"type": "text", "body": 5}""", "protocol.invalid_body")]
    [InlineData("channel.message", """{"type": "text", "body": {}}""", "protocol.invalid_body")]
    [InlineData("channel.message", """{"type": "text", "body": "a\u0000b"}""", "protocol.invalid_body")]
    [InlineData("channel.message", """{"type": "text", "body": "x", "more": ["\u0000"]}""", "protocol.invalid_body")]
    [InlineData("channel.message", """{"type": "files", "files": {}}""", "protocol.invalid_body")]
    [InlineData("channel.message", """{"type": "files", "files": ["x"]}""", "protocol.invalid_body")]
    [InlineData("channel.message", """{"type": "files", "files": [{"url": "/a", "name": "a"}]}""", "protocol.invalid_body")]
    [InlineData("channel.message", """{"type": "files", "files": [{"url": "/a", "name": "a", "mimeType": "b"}], "body": 5}""", "protocol.invalid_body")]
    [InlineData("channel.message", "\"x\"", "protocol.invalid_body")]
    [InlineData("channel.message", "null", "protocol.invalid_body")]
    [InlineData("channel.message", """{"type": "text", "body": "x"}""", "protocol.invalid_body", ", \"replaces\": 999")]
    [InlineData("channel.message", """{"type": "text", "body": "x"}""", "protocol.invalid_body", ", \"replaces\": \"1\"")]
    [InlineData("channel.message", """{"type": "text", "body": "x"}""", "protocol.invalid_body", ", \"replaces\": 1.5")]
    [InlineData("channel.message", """{"type": "text", "body": "x"}""", "chat.denied", ", \"replaces\": 1")]
    public async Task Scenario27To29And43_BadInput_IsRefusedAndNothingIsStored(string eventType, string content, string code, string more = "")
    {
        await using var client = await JoinAsync(Ada, "Ada");

        await RefuseAsync(client, $$"""{"channel": "{{_server.Channel}}", "event_type": "{{eventType}}", "content": {{content}}{{more}}}""", code);

        Assert.Equal("1", await CountAsync("core_chatevent"));
    }

    [Theory]
    [InlineData("""{"event_type": "channel.message"}""")]
    [InlineData("""{"content": {"type": "text", "body": "x"}}""")]
    [InlineData("""{"event_type": 5, "content": {"type": "text", "body": "x"}}""")]
    public async Task Scenario29_MissingParts_AreInvalidBody(string body)
    {
        await using var client = await JoinAsync(Ada, "Ada");

        await RefuseAsync(client, $$"""{"channel": "{{_server.Channel}}", {{body[1..]}}""", "protocol.invalid_body");
    }

    [Theory]
    [InlineData("""{"type": "text", "body": "Köln 🎉 \" \\ \n", "extra": {"deep": [1.50, null]}}""")]
    [InlineData("""{"type": "text", "body": " "}""")]
    [InlineData("""{"type": "files", "files": [{"url": "/media/a.png", "name": "a.png", "mimeType": "image/png", "size": 5}], "body": "Look"}""")]
    [InlineData("""{"type": "files", "files": [{"url": "/media/a.png", "name": "a.png", "mimeType": "image/png"}], "body": null}""")]
    public async Task Scenario30_Send_RepliesThenPushesTheSameEventToBoth(string content)
    {
        await using var ada = await JoinAsync(Ada, "Ada");
        await using var ben = await JoinAsync(Ben, "Ben");
        await ada.ReceivePushAsync("chat.event");
        var user = WireServer.UserIdOf(ada);
        var chatEvent = JsonNode.Parse($$"""
            {"event_id": 3, "channel": "{{_server.Channel}}", "sender": "{{user}}", "timestamp": "{{Timestamp()}}", "event_type": "channel.message",
             "content": {{content}}, "edited": null, "replaces": null, "reactions": {} }
            """)!.AsObject();

        await ada.SendAsync($"""["chat.send", 1, {Send(content)}]""");

        await ada.ExpectAsync(new JsonArray("success", 1, new JsonObject { ["event"] = chatEvent.DeepClone() }).ToJsonString());
        chatEvent["users"] = JsonNode.Parse($$"""
            {"{{user}}": {"id": "{{user}}", "profile": {"display_name": "Ada"}, "pretalx_id": null, "deleted": false, "badges": [], "inactive": false} }
            """);
        var push = new JsonArray("chat.event", chatEvent).ToJsonString();
        await ada.ExpectAsync(push);
        await ben.ExpectAsync(push);
    }

    [Fact]
    public async Task Timestamp_OfAWholeSecond_HasNoFraction()
    {
        await using var client = await JoinAsync(Ada, "Ada");
        var now = _server.Time.GetUtcNow();
        _server.Time.Advance(TimeSpan.FromTicks(TimeSpan.TicksPerSecond - (now.Ticks % TimeSpan.TicksPerSecond)));
        var expected = _server.Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss+00:00", CultureInfo.InvariantCulture);

        Assert.Equal(expected, (string?)(await SayAsync(client, "x"))["timestamp"]);

        Assert.Equal(expected, (string?)(await FetchAsync(client, 99, 1))["results"]![0]!["timestamp"]);
    }

    [Fact]
    public async Task Scenario84_FourSendersAtOnce_AllSeeTheSameRisingOrder()
    {
        const int Rounds = 50;
        var names = new[] { "Ada", "Ben", "Cleo", "Dan" };
        var clients = new List<VenuelessClient>();
        foreach (var name in names)
        {
            clients.Add(await JoinAsync($"{Ada}-{name}", name));
            foreach (var earlier in clients[..^1])
            {
                await earlier.ReceivePushAsync("chat.event");
            }
        }

        var seen = await Task.WhenAll(clients.Select(client => SendAndCollectAsync(client, Rounds, Rounds * names.Length)));

        Assert.Equal(seen[0].Order(), seen[0]);
        Assert.Equal(Rounds * names.Length, seen[0].Distinct().Count());
        Assert.All(seen, ids => Assert.Equal(seen[0], ids));
        Assert.Equal(string.Join(',', seen[0]), await _server.ReadSqlAsync(
            $"SELECT {_server.Joined("id")} FROM (SELECT id FROM core_chatevent WHERE event_type = 'channel.message' ORDER BY id) ids"));
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Scenario33_Fetch_PagesBackwardsInAscendingOrder()
    {
        await using var client = await JoinAsync(Ada, "Ada");
        for (var round = 0; round < 39; round++)
        {
            await SayAsync(client, $"message {round}");
        }

        var newest = Ids(await FetchAsync(client, 41, 25));
        var older = Ids(await FetchAsync(client, newest[0], 25));

        Assert.Equal(Enumerable.Range(16, 25).Select(id => (long)id), newest);
        Assert.Equal(Enumerable.Range(1, 15).Select(id => (long)id), older);
        Assert.Empty(Ids(await FetchAsync(client, older[0], 25)));
    }

    [Fact]
    public async Task Scenario34_FetchLimits_CapAt1000AndSaturate()
    {
        await using var client = await LogInAsync(Ada, "Ada");
        await _server.ExecuteSqlAsync(
            $$"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)
            INSERT INTO core_chatevent (id, timestamp, event_type, content, channel_id)
            SELECT i, '2031-02-03 09:15:22.104233+00:00', 'channel.message', '{"type":"text","body":"old"}', '{{_server.Channel}}' FROM n
            """);

        Assert.Equal(1000, Ids(await FetchAsync(client, 5000, 5000)).Length);
        Assert.Equal(1100, Assert.Single(Ids(await FetchAsync(client, long.MaxValue, 1))));
        Assert.Empty(Ids(await FetchAsync(client, 5000, 0)));
        Assert.Empty(Ids(await FetchAsync(client, 0, 5)));
        Assert.Empty(Ids(await FetchAsync(client, -1, 5)));
        var old = (await FetchAsync(client, 2, 5))["results"]!.AsArray();
        Assert.Equal("2031-02-03T09:15:22.104233+00:00", (string?)Assert.Single(old)!["timestamp"]);
        Assert.Null(old[0]!["sender"]);
        await client.SendAsync($$"""["chat.fetch", 1, {"channel": "{{_server.Channel}}", "before_id": 99999999999999999999, "count": 1}]""");
        Assert.Equal(1100, (long)(await client.ReceiveAsync())[2]!["results"]![0]!["event_id"]!);
    }

    [Theory]
    [InlineData("\"before_id\": 5")]
    [InlineData("\"count\": 5")]
    [InlineData("\"before_id\": 5, \"count\": -1")]
    [InlineData("\"before_id\": 5, \"count\": 1.5")]
    [InlineData("\"before_id\": \"5\", \"count\": 1")]
    [InlineData("\"before_id\": null, \"count\": 1")]
    public async Task Scenario34_BadFetch_IsInvalidBody(string range)
    {
        await using var client = await LogInAsync(Ada, "Ada");

        await client.SendAsync($$"""["chat.fetch", 1, {"channel": "{{_server.Channel}}", {{range}}}]""");

        await client.ExpectErrorAsync("protocol.invalid_body", "1");
    }

    [Fact]
    public async Task Scenario36_Fetch_SendsKnownUsersOnceUntilTheChannelIsSwitched()
    {
        await using var ada = await JoinAsync(Ada, "Ada");
        await SayAsync(ada, "x");
        await using var ben = await LogInAsync(Ben, "Ben");
        var user = WireServer.UserIdOf(ada).ToString();

        var first = await FetchAsync(ben, 99, 9);
        var second = await FetchAsync(ben, 99, 9);
        await ben.CallAsync("chat.subscribe", new JsonObject { ["channel"] = _server.Channel });
        var third = await FetchAsync(ben, 99, 9);

        Assert.Equal("Ada", (string?)first["users"]![user]!["profile"]!["display_name"]);
        Assert.Equal("{}", second["users"]!.ToJsonString());
        Assert.Equal([user], third["users"]!.AsObject().Select(pair => pair.Key));
        Assert.Equal("chat.event", (string?)first["results"]![0]!["type"]);
    }

    [Fact]
    public async Task Scenario38_Mention_PutsTheMentionedIntoTheUsers()
    {
        await using var ada = await JoinAsync(Ada, "Ada");
        await using var ben = await LogInAsync(Ben, "Ben");
        var mentioned = WireServer.UserIdOf(ben).ToString();

        await ada.CallAsync("chat.send", Message($"Hi @{mentioned.ToUpperInvariant()}!"));

        await ada.ReceivePushAsync("chat.mention_warning");
        Assert.Equal("Ben", (string?)(await ada.ReceivePushAsync("chat.event"))["users"]![mentioned]!["profile"]!["display_name"]);
    }

    [Theory]
    [InlineData("""{"type":"text","body":"better"}""")]
    [InlineData("""{"type":"deleted"}""")]
    public async Task Scenario40_EditOrDeletionOfTheOwn_ReplacesTheOriginalAndIsAudited(string content)
    {
        await using var ada = await JoinAsync(Ada, "Ada");
        await using var ben = await JoinAsync(Ben, "Ben");
        await ada.ReceivePushAsync("chat.event");
        var original = (long)(await SayAsync(ada, "good"))["event_id"]!;
        await ben.ReceivePushAsync("chat.event");
        await ben.ReceivePushAsync("chat.unread_pointers");

        await ada.CallAsync("chat.send", Replacement(original, content));

        var push = await ada.ReceivePushAsync("chat.event");
        Assert.Equal(original, (long)push["replaces"]!);
        Assert.Equal(content, push["content"]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(push, await ben.ReceivePushAsync("chat.event")));
        var history = (await FetchAsync(ben, 99, 2))["results"]!.AsArray();
        AssertJson(content, history[0]!["content"]!);
        Assert.Equal(Timestamp(), (string?)history[0]!["edited"]);
        Assert.Equal(original, (long)history[1]!["replaces"]!);
        var audit = await _server.ReadJsonAsync("SELECT data FROM core_auditlog WHERE type = 'chat.event.updated'");
        Assert.Equal(original, (long)audit["object"]!);
        Assert.True((bool)audit["by_same_user"]!);
        Assert.Equal("good", (string?)audit["old"]!["content"]!["body"]);
        AssertJson(content, audit["new"]!["content"]!);
    }

    [Fact]
    public async Task Scenario41_MessageOfAnother_IsDenied()
    {
        await using var ada = await JoinAsync(Ada, "Ada");
        var original = (long)(await SayAsync(ada, "mine"))["event_id"]!;
        await using var ben = await JoinAsync(Ben, "Ben");

        Assert.Equal("chat.denied", (string?)(await ben.CallForErrorAsync("chat.send", Replacement(original, """{"type":"text","body":"x"}""")))["code"]);
        Assert.Equal("chat.denied", (string?)(await ben.CallForErrorAsync("chat.send", Replacement(original, """{"type":"deleted"}""")))["code"]);

        Assert.Equal("mine", (string?)(await FetchAsync(ben, 99, 9))["results"]![1]!["content"]!["body"]);
    }

    [Fact]
    public async Task Scenario42And44_EmptyEditAndEditOfADeletedMessage_ChangeNothing()
    {
        await using var ada = await JoinAsync(Ada, "Ada");
        var original = (long)(await SayAsync(ada, "good"))["event_id"]!;

        Assert.Equal("chat.empty", (string?)(await ada.CallForErrorAsync("chat.send", Replacement(original, """{"type":"text","body":""}""")))["code"]);
        AssertJson("""{"type":"text","body":"good"}""", await ReadContentAsync(original));
        await ada.CallAsync("chat.send", Replacement(original, """{"type":"deleted","body":"good"}"""));
        AssertJson("""{"type":"deleted"}""", await ReadContentAsync(original));
        Assert.Equal("chat.denied", (string?)(await ada.CallForErrorAsync("chat.send", Replacement(original, """{"type":"text","body":"back"}""")))["code"]);
    }

    [Fact]
    public async Task SilencedByHand_MayNotSendAfterTheAllowedAge()
    {
        await using var ada = await JoinAsync(Ada, "Ada");
        await _server.ExecuteSqlAsync(
            $"UPDATE core_user SET moderation_state = 'silenced', version = version + 1 WHERE id = '{WireServer.UserIdOf(ada)}'");

        _server.Time.Advance(TimeSpan.FromSeconds(40));

        await RefuseAsync(ada, Send("""{"type": "text", "body": "x"}"""), "protocol.denied");
        Assert.Single(Ids(await FetchAsync(ada, 99, 9)));
    }

    [Fact]
    public async Task Restart_EverythingAcknowledged_IsInTheDatabaseAndInTheHistory()
    {
        var texts = Enumerable.Range(0, 30).Select(round => $"message {round}").ToList();
        await using (var ada = await JoinAsync(Ada, "Ada"))
        {
            foreach (var text in texts)
            {
                await ada.CallAsync("chat.send", Message(text));
                Assert.Equal(text, await _server.ReadSqlAsync("SELECT content ->> 'body' FROM core_chatevent ORDER BY id DESC LIMIT 1"));
            }
        }

        await _server.RestartAsync();

        await using var again = await LogInAsync(Ada);
        var results = (await FetchAsync(again, long.MaxValue, 99))["results"]!.AsArray();
        Assert.Equal(texts, results.Skip(1).Select(result => (string)result!["content"]!["body"]!));
        var next = (long)(await again.CallAsync("chat.join", new JsonObject { ["channel"] = _server.Channel }))["next_event_id"]!;
        Assert.True(next > (long)results[^1]!["event_id"]!);
        Assert.True((long)(await SayAsync(again, "one more"))["event_id"]! >= next);
    }

    private static async Task RefuseAsync(VenuelessClient client, string body, string code)
    {
        await client.SendAsync($"""["chat.send", 1, {body}]""");
        await client.ExpectErrorAsync(code, "1");
        await client.ExpectNothingAsync();
    }

    private static long[] Ids(JsonNode history) => [.. history["results"]!.AsArray().Select(result => (long)result!["event_id"]!)];

    private string Timestamp() => _server.Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture);

    private string Send(string content) => $$"""{"channel": "{{_server.Channel}}", "event_type": "channel.message", "content": {{content}}}""";

    private JsonNode Message(string text) => JsonNode.Parse(Send(new JsonObject { ["type"] = "text", ["body"] = text }.ToJsonString()))!;

    private JsonNode Replacement(long original, string content)
    {
        var body = JsonNode.Parse(Send(content))!;
        body["replaces"] = original;
        return body;
    }

    private Task<VenuelessClient> LogInAsync(string guest, string? name = null) => VenuelessClient.LogInAsync(_server.Port, WireServer.World, guest, name);

    private async Task<VenuelessClient> JoinAsync(string guest, string name)
    {
        var client = await LogInAsync(guest, name);
        await client.CallAsync("chat.join", new JsonObject { ["channel"] = _server.Channel });
        await client.ReceivePushAsync("chat.event");
        return client;
    }

    private async Task<JsonNode> SayAsync(VenuelessClient client, string text)
    {
        var reply = await client.CallAsync("chat.send", Message(text));
        await client.ReceivePushAsync("chat.event");
        return reply["event"]!;
    }

    private Task<JsonNode> FetchAsync(VenuelessClient client, long beforeId, int count) =>
        client.CallAsync("chat.fetch", new JsonObject { ["channel"] = _server.Channel, ["before_id"] = beforeId, ["count"] = count });

    /// <summary>Sends without waiting; checks that each reply precedes its own push and returns the ids of all pushes in the order of the wire.</summary>
    private async Task<List<long>> SendAndCollectAsync(VenuelessClient client, int rounds, int expectedPushes)
    {
        for (var round = 0; round < rounds; round++)
        {
            await client.SendAsync(new JsonArray("chat.send", round, Message($"{round}")));
        }

        var own = WireServer.UserIdOf(client).ToString();
        var replied = new Queue<long>();
        var pushed = new List<long>();
        for (var message = 0; message < rounds + expectedPushes; message++)
        {
            var received = await client.ReceiveAsync("a reply or a push");
            if ((string?)received[0] == "success")
            {
                replied.Enqueue((long)received[2]!["event"]!["event_id"]!);
                continue;
            }

            if ((string?)received[0] == "chat.unread_pointers")
            {
                message--;
                continue;
            }

            pushed.Add((long)received[1]!["event_id"]!);
            if ((string?)received[1]!["sender"] == own)
            {
                Assert.Equal(replied.Dequeue(), pushed[^1]);
            }
        }

        return pushed;
    }

    private Task<JsonNode> ReadContentAsync(long id) => _server.ReadJsonAsync($"SELECT content FROM core_chatevent WHERE id = {id}");

    private static void AssertJson(string expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Instead of {expected}: {actual.ToJsonString()}");

    private Task<string?> CountAsync(string where) => _server.ReadSqlAsync($"SELECT count(*) FROM {where}");
}
