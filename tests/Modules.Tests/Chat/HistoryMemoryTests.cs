using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Modules.Chat.History;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Chat;

/// <summary>When <c>chat.fetch</c> asks the store, and when it needs not.</summary>
public sealed class HistoryMemoryTests
{
    private static readonly string R = VenueNode.Body(VenueWorld.R);

    private readonly VenueNode _node = new(new FreshnessOptions());

    // Of the calls that matter, by method.
    private readonly List<string> _reads = [];

    public HistoryMemoryTests() => _node.Chats.Faults.BeforeCall = CountAsync;

    [Fact]
    public async Task ManyAtOnce_ShareTwoReads()
    {
        const int Count = 500;
        await SendAsync(await _node.JoinAsync(VenueWorld.R), "m");
        var clients = new List<VenueClient>();
        for (var number = 0; number < Count; number++)
        {
            clients.Add(await _node.LogInAsync());
            await clients[^1].RunAsync("chat.subscribe", R);
        }

        var opening = new TaskCompletionSource();
        _node.Chats.Faults.BeforeCall = async method =>
        {
            await CountAsync(method);
            await (method == "FetchAsync" ? opening.Task : Task.CompletedTask);
        };
        var fetches = clients.ConvertAll(client => client.SendAsync($"""["chat.fetch",7,{Fetch(3)}]"""));
        opening.SetResult();
        await Task.WhenAll(fetches);

        Assert.All(clients, client => Assert.Equal("m", (string?)Newest(client.Connection.TakeAll()[^1][2]!)["content"]!["body"]));
        Assert.InRange(_reads.Count(static read => read == "FetchAsync"), 1, 2);
    }

    [Fact]
    public async Task NextVisitor_IsServedFromMemoryWithTheSameBytes()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        await SendAsync(a, "m");
        var b = await SubscribeAsync();
        var c = await SubscribeAsync();

        var first = await b.AskAsync("chat.fetch", Fetch(3));
        _reads.Clear();
        var second = await c.AskAsync("chat.fetch", Fetch(3));
        var third = await c.AskAsync("chat.fetch", Fetch(3));

        Assert.Empty(_reads);
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal(first["results"]!.ToJsonString(), third["results"]!.ToJsonString());
        Assert.Equal("{}", third["users"]!.ToJsonString());
    }

    [Fact]
    public async Task Stranger_AsksTheStore()
    {
        await SendAsync(await _node.JoinAsync(VenueWorld.R), "m");
        await (await SubscribeAsync()).AskAsync("chat.fetch", Fetch(3));
        var stranger = await _node.LogInAsync();
        _reads.Clear();

        await stranger.AskAsync("chat.fetch", Fetch(3));

        Assert.Equal(["FetchAsync"], _reads);
    }

    [Fact]
    public async Task ChangeDuringTheRead_IsFoundByTheNext()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        await SendAsync(a, "m");
        var b = await SubscribeAsync();
        var isDone = false;
        _node.Chats.Faults.BeforeCall = async method =>
        {
            // After the events were read.
            if (method == "FetchAsync" && !isDone)
            {
                isDone = true;
                _node.Users.Faults.BeforeCall = async _ =>
                {
                    _node.Users.Faults.BeforeCall = null;
                    await SendAsync(a, "late");
                };
            }

            await CountAsync(method);
        };
        _node.Chats.PutEvent(Event(_node.NewUser().Id));

        await b.RunAsync("chat.fetch", Fetch(3));
        var second = await b.AskAsync("chat.fetch", Fetch(100));

        Assert.Null(_node.Users.Faults.BeforeCall);
        Assert.Equal("late", (string?)Newest(second)["content"]!["body"]);
    }

    [Fact]
    public async Task IdOfAnotherNode_IsNotBelowThePage()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        await SendAsync(a, "m");
        var b = await SubscribeAsync();
        await b.AskAsync("chat.fetch", Fetch(3));
        var written = _node.Chats.PutEvent(Event(a.User.Id));

        var reply = await b.AskAsync("chat.fetch", Fetch(written.Id + 1));

        Assert.Equal(written.Id, (long)Newest(reply)["event_id"]!);
    }

    [Fact]
    public async Task Page_IsOldAfterASecond()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        await SendAsync(a, "m");
        var b = await SubscribeAsync();
        await b.AskAsync("chat.fetch", Fetch(3));
        _node.Chats.PutContent(2, VenueWorld.Json("""{"type":"text","body":"by hand"}"""));

        var early = await b.AskAsync("chat.fetch", Fetch(3));
        _node.Time.Advance(TimeSpan.FromSeconds(1));
        var late = await b.AskAsync("chat.fetch", Fetch(3));

        Assert.Equal("m", (string?)Newest(early)["content"]!["body"]);
        Assert.Equal("by hand", (string?)Newest(late)["content"]!["body"]);
    }

    [Fact]
    public async Task Page_IsOldWhenPushesWereMissed()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        await SendAsync(a, "m");
        var b = await SubscribeAsync();
        await b.AskAsync("chat.fetch", Fetch(3));
        _node.Chats.PutContent(2, VenueWorld.Json("""{"type":"text","body":"by another node"}"""));

        var early = await b.AskAsync("chat.fetch", Fetch(3));
        _node.History.Begin(VenueWorld.Id);
        var late = await b.AskAsync("chat.fetch", Fetch(3));

        Assert.Equal("m", (string?)Newest(early)["content"]!["body"]);
        Assert.Equal("by another node", (string?)Newest(late)["content"]!["body"]);
    }

    [Fact]
    public async Task ChannelThatWasEmpty_IsReadAnew()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        await SendAsync(a, "m");
        await a.AskAsync("chat.fetch", Fetch(3));
        await a.RunAsync("chat.unsubscribe", R);
        _node.Chats.PutContent(2, VenueWorld.Json("""{"type":"text","body":"unheard"}"""));

        var b = await SubscribeAsync();
        var reply = await b.AskAsync("chat.fetch", Fetch(3));

        Assert.Equal("unheard", (string?)Newest(reply)["content"]!["body"]);
    }

    [Fact]
    public async Task ShownUser_WhoIsAway_IsReadAnewAfterAChange()
    {
        var author = _node.NewUser();
        _node.Chats.PutEvent(Event(author.Id));
        var b = await SubscribeAsync();
        await b.AskAsync("chat.fetch", Fetch(2));
        _node.Users.Put(author with { Profile = VenueWorld.Json("""{"display_name":"Renamed"}"""), Version = author.Version + 1 });

        await b.RunAsync("chat.subscribe", R);
        var before = await b.AskAsync("chat.fetch", Fetch(2));
        _node.Services.Users.NoteChange(author.Id);
        await b.RunAsync("chat.subscribe", R);
        var after = await b.AskAsync("chat.fetch", Fetch(2));

        Assert.NotEqual("Renamed", NameOf(before, author.Id));
        Assert.Equal("Renamed", NameOf(after, author.Id));
    }

    [Fact]
    public async Task ShownUser_WhoWasHereMeanwhile_IsReadAnew()
    {
        var author = _node.NewUser();
        _node.Chats.PutEvent(Event(author.Id));
        var b = await SubscribeAsync();
        await b.AskAsync("chat.fetch", Fetch(2));
        var visit = await _node.LogInAsync(author);
        var renamed = author with { Profile = VenueWorld.Json("""{"display_name":"Renamed"}"""), Version = author.Version + 1 };
        _node.Users.Put(renamed);
        visit.Session.UserState!.Update(renamed);

        await b.RunAsync("chat.subscribe", R);
        var during = await b.AskAsync("chat.fetch", Fetch(2));
        await visit.CloseAsync();
        await b.RunAsync("chat.subscribe", R);
        var after = await b.AskAsync("chat.fetch", Fetch(2));

        Assert.Equal(("Renamed", "Renamed"), (NameOf(during, author.Id), NameOf(after, author.Id)));
    }

    [Fact]
    public async Task Manager_SeesAdminFieldsOfTheSamePage()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        await SendAsync(a, "m");
        var admin = await _node.LogInAsync("admin");
        await admin.RunAsync("chat.subscribe", R);
        await (await SubscribeAsync()).AskAsync("chat.fetch", Fetch(3));
        _reads.Clear();

        var full = await admin.AskAsync("chat.fetch", Fetch(3));
        var plain = await (await SubscribeAsync()).AskAsync("chat.fetch", Fetch(3));

        Assert.DoesNotContain("FetchAsync", _reads);
        Assert.True(full["users"]![a.UserId]!.AsObject().ContainsKey("moderation_state"));
        Assert.False(plain["users"]![a.UserId]!.AsObject().ContainsKey("moderation_state"));
    }

    [Fact]
    public async Task HugePage_IsNotKept()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        await SendAsync(a, new string('x', 200_000));
        var b = await SubscribeAsync();
        await b.AskAsync("chat.fetch", Fetch(3));
        _reads.Clear();

        await b.AskAsync("chat.fetch", Fetch(3));

        Assert.Equal(["ReadLastEventIdAsync", "FetchAsync"], _reads);
    }

    [Fact]
    public async Task OlderPages_AreReadOnceAndAlone()
    {
        var a = await _node.JoinAsync(VenueWorld.V);
        for (var number = 0; number < HistoryPage.Size + 20; number++)
        {
            _node.Chats.PutEvent(Event(a.User.Id, VenueWorld.V));
        }

        await a.AskAsync("chat.fetch", Fetch(71, 25, VenueWorld.V));
        _reads.Clear();

        var inside = await a.AskAsync("chat.fetch", Fetch(46, 25, VenueWorld.V));
        Assert.Empty(_reads);
        var outside = await a.AskAsync("chat.fetch", Fetch(45, 25, VenueWorld.V));
        Assert.Equal(["FetchAsync"], _reads);
        _node.Time.Advance(TimeSpan.FromSeconds(2));
        await a.AskAsync("chat.fetch", Fetch(30, 25, VenueWorld.V));
        Assert.Equal(["FetchAsync", "FetchAsync"], _reads);

        Assert.Equal(((long)21, (long)20), ((long)inside["results"]![0]!["event_id"]!, (long)outside["results"]![0]!["event_id"]!));
    }

    private Task CountAsync(string method)
    {
        if (method is "FetchAsync" or "ReadLastEventIdAsync")
        {
            lock (_reads)
            {
                _reads.Add(method);
            }
        }

        return Task.CompletedTask;
    }

    private async Task<VenueClient> SubscribeAsync()
    {
        var client = await _node.LogInAsync();
        await client.RunAsync("chat.subscribe", R);
        return client;
    }

    private ChatEvent Event(UserId sender, RoomRow? room = null) => new(
        0, (room ?? VenueWorld.R).Channel!.Value, sender, _node.Time.GetUtcNow(), ChatEventTypes.Message, VenueWorld.Json("""{"type":"text","body":"b"}"""), null, null, []);

    private static Task<IReadOnlyList<JsonArray>> SendAsync(VenueClient client, string text) => client.RunAsync(
        "chat.send", $$"""{"channel":"{{VenueWorld.R.Channel}}","event_type":"channel.message","content":{"type":"text","body":"{{text}}"} }""");

    private static string Fetch(long beforeId, int count = 25, RoomRow? room = null) =>
        $$"""{"channel":"{{(room ?? VenueWorld.R).Channel}}","before_id":{{beforeId}},"count":{{count}}}""";

    private static JsonNode Newest(JsonNode reply) => reply["results"]!.AsArray()[^1]!;

    private static string? NameOf(JsonNode reply, UserId user) => (string?)reply["users"]![user.ToString()]!["profile"]!["display_name"];
}
