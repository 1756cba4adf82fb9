using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>chat.md sections 7.6 and 9: a hidden channel comes back with its message or not at all, and to its member in one order.</summary>
public sealed class ChatDirectHiddenTests : IAsyncLifetime
{
    private const int Rounds = 12;

    private DirectVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await DirectVenue.OpenAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task CallWithoutAServer_LeavesTheChannelHidden()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        await using var tab = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben, tab);
        await HideAsync(ben, channel, tab);
        await ada.SettleAsync();

        var call = DirectVenue.Message(channel, new JsonObject { ["type"] = "call", ["body"] = new JsonObject() });
        await DirectVenue.ExpectRefusedAsync(ada, "chat.send", call, "bbb.failed");

        await ada.ExpectNothingAsync();
        await ben.ExpectNothingAsync();
        await tab.ExpectNothingAsync();
        Assert.Equal(DirectVenue.IdOf(ben), await _venue.Server.ReadSqlAsync("SELECT user_id FROM core_membership WHERE hidden"));
        Assert.Equal("0", await _venue.Server.ReadSqlAsync("SELECT count(*) FROM core_chatevent WHERE event_type = 'channel.message'"));
    }

    [Fact]
    public async Task TwoSendersAtOnce_ListComesOnceAndBeforePointersAndNotifications()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var cleo = await _venue.LogInAsync("Cleo");
        await using var ben = await _venue.LogInAsync("Ben");
        await using var tab = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben, tab, cleo);
        for (var round = 0; round < Rounds; round++)
        {
            await HideAsync(ben, channel, tab);
            await tab.CallAsync("chat.subscribe", DirectVenue.Body(channel));

            await Task.WhenAll(DirectVenue.SendAsync(ada, channel, $"one {round}"), DirectVenue.SendAsync(cleo, channel, $"two {round}"));
            await ada.SettleAsync();
            await cleo.SettleAsync();

            foreach (var (connection, events) in new[] { (ben, 0), (tab, 2) })
            {
                var pushes = (await connection.SettleAsync()).Select(static push => (string)push[0]!).ToList();
                Assert.Equal("chat.channels", pushes[0]);
                Assert.Single(pushes, static name => name == "chat.channels");
                Assert.Equal(events, pushes.Count(static name => name == "chat.event"));
                Assert.Equal(2, pushes.Count(static name => name == "chat.unread_pointers"));
                Assert.Equal(2, pushes.Count(static name => name == "chat.notification"));
                Assert.True(pushes.IndexOf("chat.unread_pointers") < pushes.IndexOf("chat.notification"), string.Join(' ', pushes));
            }

            await tab.CallAsync("chat.unsubscribe", DirectVenue.Body(channel));
        }
    }

    [Fact]
    public async Task ManyHaveHiddenIt_EachGetsTheOwnListWithTheFirstMessage()
    {
        var members = new List<VenuelessClient>();
        for (var number = 0; number < 5; number++)
        {
            members.Add(await _venue.LogInAsync($"User{number}"));
        }

        var channel = await DirectVenue.OpenChannelAsync(members[0], [.. members.Skip(1)]);
        var other = await DirectVenue.OpenChannelAsync(members[1], members[2]);
        foreach (var member in members)
        {
            await HideAsync(member, channel);
        }

        foreach (var member in members)
        {
            await member.SettleAsync();
        }

        var id = await DirectVenue.SendAsync(members[0], channel, "All back");
        await members[0].SettleAsync();

        foreach (var member in members.Skip(1))
        {
            var list = (await DirectVenue.ReceiveListAsync(member)).ToHashSet();
            Assert.Equal(members.IndexOf(member) <= 2 ? [channel, other] : new HashSet<string> { channel }, list);
            await ChatVenue.ExpectPushAsync(member, "chat.unread_pointers", $$"""{"{{channel}}": {{id}}}""");
            await member.ReceivePushAsync("chat.notification");
            await member.ExpectNothingAsync();
        }

        foreach (var member in members)
        {
            await member.DisposeAsync();
        }
    }

    [Fact]
    public async Task LeaveThatIsNotStored_GoesOnReceiving()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben);
        await ben.CallAsync("chat.subscribe", DirectVenue.Body(channel));
        await using (await _venue.Server.TakeDatabaseAwayAsync())
        {
            await DirectVenue.ExpectRefusedAsync(ben, "chat.leave", DirectVenue.Body(channel), "server.unavailable");
        }

        var id = await DirectVenue.SendAsync(ada, channel, "Still here?");

        Assert.Equal(id, (long)(await ben.ReceivePushAsync("chat.event"))["event_id"]!);
        Assert.Equal("0", await _venue.Server.ReadSqlAsync("SELECT count(*) FROM core_membership WHERE hidden"));
    }

    private static async Task HideAsync(VenuelessClient client, string channel, params VenuelessClient[] tabs)
    {
        await client.CallAsync("chat.leave", DirectVenue.Body(channel));
        await client.SettleAsync();
        foreach (var tab in tabs)
        {
            await tab.SettleAsync();
        }
    }
}
