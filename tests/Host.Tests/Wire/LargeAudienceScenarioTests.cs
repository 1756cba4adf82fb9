using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>
/// What chat.md section 7 promises to a few has to hold for audiences that are sent to by turns: every message once, in order, behind the reply, and nothing after the end of
/// a subscription.
/// </summary>
public sealed class LargeAudienceScenarioTests : IAsyncLifetime
{
    // More than a node sends to at once, on each of two nodes.
    private const int Audience = 48;
    private const int Chatters = 4;
    private const int MessagesEach = 20;

    private readonly List<VenuelessClient> _audience = [];
    private readonly List<VenuelessClient> _chatters = [];
    private ChatVenue _venue = null!;

    public async Task InitializeAsync()
    {
        _venue = await ChatVenue.OpenAsync();
        for (var chatter = 0; chatter < Chatters; chatter++)
        {
            _chatters.Add(await _venue.JoinAsync($"5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c5a{chatter:d2}", $"Chatter {chatter}"));
        }

        for (var listener = 0; listener < Audience; listener++)
        {
            _audience.Add(await _venue.LogInAsync($"5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c5b{listener:d2}", $"Listener {listener}"));
            await _audience[listener].CallAsync("chat.subscribe", _venue.Body());
        }

        foreach (var client in _chatters.Concat(_audience))
        {
            await client.SettleAsync();
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _chatters.Concat(_audience))
        {
            await client.DisposeAsync();
        }

        await _venue.DisposeAsync();
    }

    [Fact]
    public async Task SeveralChattersAtOnce_EverybodyGetsEveryMessageOnceAndInOrder()
    {
        var written = await Task.WhenAll(_chatters.Select((chatter, number) => WriteAsync(chatter, number, MessagesEach)));

        foreach (var chatter in _chatters)
        {
            await chatter.SettleAsync();
        }

        long[] ids = [.. written.SelectMany(static ids => ids).Order()];
        Assert.Equal(Chatters * MessagesEach, ids.Distinct().Count());
        foreach (var listener in _audience)
        {
            Assert.Equal(ids, EventIds(await listener.SettleAsync()));
        }
    }

    [Fact]
    public async Task EndOfASubscription_NothingComesBehindItsReply()
    {
        var writing = Task.WhenAll(_chatters.Select((chatter, number) => WriteAsync(chatter, number, MessagesEach)));
        var leavers = _audience.Where(static (_, number) => number % 3 == 0).ToList();

        await Task.WhenAll(leavers.Select(async leaver =>
        {
            // What came before is of no interest; the reply is the border.
            await leaver.SendAsync($$"""["chat.unsubscribe", 9, {{_venue.Body().ToJsonString()}}]""");
            while ((string?)(await leaver.ReceiveAsync("the reply"))[0] != "success")
            {
            }
        }));

        long[] ids = [.. (await writing).SelectMany(static ids => ids).Order()];
        foreach (var chatter in _chatters)
        {
            await chatter.SettleAsync();
        }

        foreach (var listener in _audience)
        {
            Assert.Equal(leavers.Contains(listener) ? [] : ids, EventIds(await listener.SettleAsync()));
        }
    }

    [Fact]
    public async Task RepliesAmongManyMessages_LoseNothing()
    {
        var writing = Task.WhenAll(_chatters.Select((chatter, number) => WriteAsync(chatter, number, MessagesEach)));

        // Every reply takes along what waits for its connection.
        var received = await Task.WhenAll(_audience.Select(async listener =>
        {
            var pushes = new List<JsonArray>();
            for (var id = 1000; !writing.IsCompleted; id++)
            {
                await listener.SendAsync($$"""["chat.unknown", {{id}}, {}]""");
                JsonArray message;
                while ((string?)(message = await listener.ReceiveAsync("the reply"))[0] != "error")
                {
                    pushes.Add(message);
                }

                Assert.Equal(id, (int)message[1]!);
            }

            return pushes;
        }));

        long[] ids = [.. (await writing).SelectMany(static ids => ids).Order()];
        foreach (var chatter in _chatters)
        {
            await chatter.SettleAsync();
        }

        foreach (var (listener, pushes) in _audience.Zip(received))
        {
            pushes.AddRange(await listener.SettleAsync());
            Assert.Equal(ids, EventIds(pushes));
        }
    }

    /// <summary>The ids of the chatter's messages; each reply comes before its message.</summary>
    private async Task<List<long>> WriteAsync(VenuelessClient chatter, int number, int count)
    {
        var (own, seen) = (new List<long>(), new HashSet<long>());
        for (var message = 0; message < count; message++)
        {
            var body = _venue.Message(new JsonObject { ["type"] = "text", ["body"] = $"{number}/{message}" });
            await chatter.SendAsync($$"""["chat.send", {{message + 1}}, {{body.ToJsonString()}}]""");
            JsonArray received;
            while ((string?)(received = await chatter.ReceiveAsync("the reply"))[0] is not ("success" or "error"))
            {
                if ((string?)received[0] == "chat.event")
                {
                    seen.Add((long)received[1]!["event_id"]!);
                }
            }

            Assert.Equal("success", (string?)received[0]);
            own.Add((long)received[2]!["event"]!["event_id"]!);
            Assert.DoesNotContain(own[^1], seen);
        }

        return own;
    }

    private static IEnumerable<long> EventIds(IEnumerable<JsonArray> pushes) => pushes.Select(static push =>
    {
        Assert.Equal("chat.event", (string?)push[0]);
        return (long)push[1]!["event_id"]!;
    });
}
