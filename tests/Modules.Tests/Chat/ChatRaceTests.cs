using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Chat;

/// <summary>Chat under many threads; Sn is the scenario of chat.md section 16.</summary>
public sealed class ChatRaceTests
{
    private static readonly string V = VenueNode.Body(VenueWorld.V);
    private static readonly string R = VenueNode.Body(VenueWorld.R);

    private readonly VenueNode _node = new();

    // Every call of the store continues on another thread, as with a database.
    public ChatRaceTests() => _node.Chats.Faults.BeforeCall = static async _ => await Task.Yield();

    [Fact]
    public async Task S04_ParallelJoinsOfOneUser_GiveOneEvent()
    {
        var first = await _node.LogInAsync();
        var tabs = new List<VenueClient> { first };
        for (var tab = 1; tab < 16; tab++)
        {
            tabs.Add(await _node.LogInAsync(first.User));
        }

        await Parallel.ForEachAsync(tabs, async (tab, _) => await tab.SendAsync($"""["chat.join", 1, {R}]"""));

        Assert.Single(_node.Chats.Events);
        Assert.Equal(16, _node.Chat.CountSockets(first.User.Id, VenueWorld.R.Channel!.Value));
        foreach (var tab in tabs)
        {
            Assert.Equal("success", (string?)tab.Connection.Messages.First(message => (string?)message[0] is "success" or "error")[0]);
        }
    }

    [Fact]
    public async Task S22_TabsComingAndGoing_NeverLoseOrKeepTheMembershipWrongly()
    {
        var user = _node.NewUser();
        for (var round = 0; round < 30; round++)
        {
            var leaving = new List<VenueClient> { await _node.LogInAsync(user), await _node.LogInAsync(user), await _node.LogInAsync(user) };
            var coming = new List<VenueClient> { await _node.LogInAsync(user), await _node.LogInAsync(user) };
            foreach (var tab in leaving)
            {
                await tab.AskAsync("chat.join", V);
            }

            await Parallel.ForEachAsync(
                leaving.Concat(coming),
                async (tab, _) => await (leaving.Contains(tab) ? tab.CloseAsync() : tab.SendAsync($"""["chat.join", 9, {V}]""")));

            Assert.NotNull(_node.Chats.FindMembership(VenueWorld.V.Channel!.Value, user.Id));
            Assert.Equal(2, _node.Chat.CountSockets(user.Id, VenueWorld.V.Channel!.Value));

            await Parallel.ForEachAsync(coming, async (tab, _) => await tab.CloseAsync());
            Assert.Null(_node.Chats.FindMembership(VenueWorld.V.Channel!.Value, user.Id));
            Assert.Equal(0, _node.Chat.CountSockets(user.Id, VenueWorld.V.Channel!.Value));
        }
    }

    [Fact]
    public async Task S22_WhoComesWhileTheLastOneIsLeaving_WaitsAndStaysMember()
    {
        var node = new VenueNode(new FreshnessOptions());
        var channel = VenueWorld.V.Channel!.Value;
        var leaving = await node.JoinAsync(VenueWorld.V);
        var coming = await node.LogInAsync(leaving.User);
        var release = new TaskCompletionSource();
        node.Chats.Faults.BeforeCall = method => method == "WriteAsync" ? release.Task : Task.CompletedTask;

        var closing = leaving.CloseAsync();
        var joining = coming.SendAsync($"""["chat.join", 1, {V}]""");
        Assert.False(joining.IsCompleted);
        Assert.Equal(0, node.Chat.CountSockets(leaving.User.Id, channel));
        release.SetResult();
        await Task.WhenAll(closing, joining);

        Assert.NotNull(node.Chats.FindMembership(channel, leaving.User.Id));
        Assert.Equal(1, node.Chat.CountSockets(leaving.User.Id, channel));
    }

    [Fact]
    public async Task S84_ManySenders_EveryConnectionSeesAllInIdOrderAndRepliesFirst()
    {
        var clients = new List<VenueClient>();
        for (var number = 0; number < 8; number++)
        {
            clients.Add(await _node.JoinAsync(VenueWorld.V));
        }

        await Parallel.ForEachAsync(clients, async (client, _) =>
        {
            for (var number = 0; number < 25; number++)
            {
                await client.SendAsync(
                    $$"""["chat.send", 7, {"channel":"{{VenueWorld.V.Channel}}","event_type":"channel.message","content":{"type":"text","body":"b"} }]""");
            }
        });

        foreach (var client in clients)
        {
            var pushed = client.Connection.Messages.Where(message => (string?)message[0] == "chat.event").Select(Id).ToList();
            Assert.Equal(200, pushed.Count);
            Assert.Equal(pushed.Order(), pushed);
            AssertRepliesFirst(client);
        }
    }

    [Fact]
    public async Task S44_EditAndDeletionAtOnce_NeverBringTheMessageBack()
    {
        var author = await _node.JoinAsync(VenueWorld.R);
        var moderator = await _node.JoinAsync(VenueWorld.R, "moderator");
        for (var round = 0; round < 40; round++)
        {
            var id = Id(await author.RunAsync("chat.send", Send("""{"type":"text","body":"a"}""", 0)));

            await Task.WhenAll(
                Task.Run(() => author.SendAsync($"""["chat.send", 5, {Send("""{"type":"text","body":"b"}""", id)}]""")),
                Task.Run(() => moderator.SendAsync($"""["chat.send", 5, {Send("""{"type":"deleted"}""", id)}]""")));

            Assert.Equal("""{"type":"deleted"}""", _node.Chats.Events.Single(row => row.Id == id).Content.ToString());
        }
    }

    [Fact]
    public async Task JoiningAndLeaving_LeavesNothingBehind()
    {
        var clients = new List<VenueClient>();
        for (var number = 0; number < 12; number++)
        {
            clients.Add(await _node.LogInAsync());
        }

        await Parallel.ForEachAsync(clients, async (client, _) =>
        {
            for (var round = 0; round < 10; round++)
            {
                await client.SendAsync($"""["chat.join", 1, {R}]""");
                await client.SendAsync($"""["chat.leave", 2, {R}]""");
            }
        });

        Assert.Equal(12 * 10 * 2, _node.Chats.Events.Count);
        Assert.Equal(0, _node.Services.Topics.CountSubscribers(Core.Messaging.TopicKey.Channel(VenueWorld.R.Channel!.Value)));
        Assert.All(clients, client => Assert.Null(_node.Chats.FindMembership(VenueWorld.R.Channel!.Value, client.User.Id)));
    }

    [Fact]
    public async Task JoinStorm_CoalescesTheReads()
    {
        var reads = 0;
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _node.Chats.Faults.BeforeCall = async method =>
        {
            if (method == "ReadMembersAsync")
            {
                Interlocked.Increment(ref reads);
                await release.Task;
            }
        };
        var clients = new List<VenueClient>();
        for (var number = 0; number < 30; number++)
        {
            clients.Add(await _node.LogInAsync());
        }

        var running = clients.Select(client => client.AskAsync("chat.subscribe", R)).ToList();
        release.SetResult();
        await Task.WhenAll(running);

        // The world is revalidated on other threads, so a few may ask after the second read has begun.
        Assert.InRange(reads, 1, 10);
    }

    private static long Id(JsonArray push) => (long)push[1]!["event_id"]!;

    private static long Id(IReadOnlyList<JsonArray> messages) => (long)messages.First(message => (string?)message[0] == "success")[2]!["event"]!["event_id"]!;

    private static string Send(string content, long replaces) =>
        $$"""{"channel":"{{VenueWorld.R.Channel}}","event_type":"{{ChatEventTypes.Message}}","content":{{content}},"replaces":{{replaces}} }""";

    private static void AssertRepliesFirst(VenueClient client)
    {
        var replied = new HashSet<long>();
        foreach (var message in client.Connection.Messages)
        {
            if ((string?)message[0] == "success" && message[2]!["event"] is { } own)
            {
                replied.Add((long)own["event_id"]!);
            }
            else if ((string?)message[0] == "chat.event" && (string?)message[1]!["sender"] == client.UserId)
            {
                Assert.Contains(Id(message), replied);
            }
        }
    }
}
