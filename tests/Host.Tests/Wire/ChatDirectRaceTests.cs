using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>chat.md section 15 and scenario 67: the same done from many connections at once, with the connections on all nodes in turns.</summary>
public sealed class ChatDirectRaceTests : IAsyncLifetime
{
    private const int Rounds = 8;

    private DirectVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await DirectVenue.OpenAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task Scenario67_OpenedByAllAtOnce_IsOneChannel()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var clients = new List<VenuelessClient>();
            for (var number = 0; number < 9; number++)
            {
                clients.Add(await _venue.LogInAsync($"User{round}-{number % 3}"));
            }

            var replies = await Task.WhenAll(clients.Select(client => DirectVenue.CreateAsync(client, hide: round % 2 == 0, clients[0], clients[1], clients[2])));

            Assert.Single(replies.Select(static reply => (string)reply["id"]!).Distinct());
            Assert.All(replies, static reply => Assert.Equal(3, reply["members"]!.AsArray().Count));
            Assert.Equal($"{round + 1}", await _venue.Server.ReadSqlAsync("SELECT count(*) FROM core_channel WHERE room_id IS NULL"));
            Assert.Equal($"{(round + 1) * 3}", await _venue.Server.ReadSqlAsync("SELECT count(*) FROM core_membership"));
            Assert.Equal($"{(round + 1) * 3}", await _venue.Server.ReadSqlAsync("SELECT count(*) FROM core_chatevent"));
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task HiddenWhileAMessageComes_IsEitherHiddenBeforeOrAfterIt()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        await using var tab = await _venue.LogInAsync("Ben");
        await using var third = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben, tab, third);
        var lists = new Dictionary<VenuelessClient, string> { [tab] = channel, [third] = channel };
        for (var round = 0; round < Rounds * 3; round++)
        {
            await Task.WhenAll(ben.CallAsync("chat.leave", DirectVenue.Body(channel)), DirectVenue.SendAsync(ada, channel, $"message {round}"));
            await ada.SettleAsync();
            await ben.SettleAsync();

            var isHidden = await _venue.Server.ReadSqlAsync($"SELECT count(*) FROM core_membership WHERE hidden AND user_id = '{DirectVenue.IdOf(ben)}'") == "1";
            foreach (var connection in new[] { tab, third })
            {
                var wasListed = lists[connection].Length > 0;
                foreach (var push in await connection.SettleAsync())
                {
                    if ((string?)push[0] == "chat.channels")
                    {
                        lists[connection] = string.Concat(push[1]!["channels"]!.AsArray().Select(static listed => (string)listed!["id"]!));
                    }
                }

                Assert.True(lists[connection].Length == 0 == isHidden, $"round {round}: {(isHidden ? "hidden" : "listed")}, was {(wasListed ? "listed" : "hidden")}");
            }
        }
    }

    [Fact]
    public async Task BlockedWhileMessagesCome_NothingComesAfterTheBlock()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await using var ada = await _venue.LogInAsync($"Ada{round}");
            await using var ben = await _venue.LogInAsync($"Ben{round}");
            var channel = await DirectVenue.OpenChannelAsync(ada, ben);
            var sent = new List<long>();
            var sending = SendUntilRefusedAsync(ada, channel, sent);

            await DirectVenue.BlockAsync(ben, ada);
            var highest = long.Parse((await _venue.Server.ReadSqlAsync($"SELECT COALESCE(max(id), 0) FROM core_chatevent WHERE channel_id = '{channel}' AND event_type = 'channel.message'"))!, System.Globalization.CultureInfo.InvariantCulture);
            await sending;

            Assert.Equal(sent.Count == 0 ? 0 : sent[^1], highest);
        }
    }

    [Fact]
    public async Task ManySendersInOneChannel_AllSeeTheSameOrderOfEventsAndPointers()
    {
        const int each = 15;
        var clients = new List<VenuelessClient>();
        for (var number = 0; number < 4; number++)
        {
            clients.Add(await _venue.LogInAsync($"User{number}"));
        }

        var channel = await DirectVenue.OpenChannelAsync(clients[0], [.. clients.Skip(1)]);
        foreach (var client in clients)
        {
            await client.CallAsync("chat.subscribe", DirectVenue.Body(channel));
        }

        await Task.WhenAll(clients.Select(async client =>
        {
            for (var number = 0; number < each; number++)
            {
                await DirectVenue.SendAsync(client, channel, $"{number}");
            }
        }));

        foreach (var client in clients)
        {
            await client.WaitForNodesAsync();
        }

        foreach (var client in clients)
        {
            var pushes = await client.SettleAsync();
            var events = pushes.Where(static push => (string?)push[0] == "chat.event").Select(static push => (long)push[1]!["event_id"]!).ToList();
            var pointers = pushes.Where(static push => (string?)push[0] == "chat.unread_pointers").Select(push => (long)push[1]![channel]!).ToList();
            Assert.Equal(clients.Count * each, events.Count);
            Assert.Equal(events.Order(), events);
            Assert.Equal((clients.Count - 1) * each, pointers.Count);
            Assert.Equal(pointers.Order(), pointers);
            Assert.Equal((clients.Count - 1) * each, pushes.Count(static push => (string?)push[0] == "chat.notification"));
            await client.DisposeAsync();
        }
    }

    private static async Task SendUntilRefusedAsync(VenuelessClient client, string channel, List<long> sent)
    {
        for (var number = 0; ; number++)
        {
            await client.SendAsync(new JsonArray("chat.send", $"m{number}", DirectVenue.Text(channel, $"{number}")));
            JsonArray reply;
            do
            {
                reply = await client.ReceiveAsync("the reply");
            }
            while ((string?)reply[0] is not ("success" or "error"));

            if ((string?)reply[0] == "error")
            {
                Assert.Equal("chat.denied", (string?)reply[2]!["code"]);
                return;
            }

            sent.Add((long)reply[2]!["event"]!["event_id"]!);
        }
    }
}
