using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Chat;

/// <summary><c>chat.mark_read</c> from memory (chat.md section 7.8): what the stores are asked for, and who is told when.</summary>
public sealed class MarkReadTests
{
    private static readonly ChannelId Channel = VenueWorld.R.Channel!.Value;

    private readonly VenueNode _node = new(new FreshnessOptions());
    private readonly List<string> _asked = [];

    [Fact]
    public async Task Repeated_AsksNoStoreAndEachIsAnsweredWithReplyAndCounts()
    {
        var reader = await _node.JoinAsync(VenueWorld.R);

        // Whoever has to be announced to anew is asked for, once.
        await _node.ReadStates.TakeArmedAsync(Channel);
        await reader.AskAsync("chat.mark_read", MarkRead(1));
        Watch();

        for (var id = 2; id <= 50; id++)
        {
            await reader.AskAsync("chat.mark_read", MarkRead(id));
            Assert.Equal(["chat.notification_counts"], reader.TakeNames());
        }

        Assert.Empty(_asked);
        Assert.Equal(50, (await _node.ReadStates.ReadPointersAsync(reader.User.Id))[Channel]);
    }

    [Fact]
    public async Task Repeated_TellsTheOtherTabNowAndThenAndTheLastPointerInTheEnd()
    {
        var reader = await _node.JoinAsync(VenueWorld.R);
        var tab = await _node.LogInAsync(reader.User);
        var stranger = await _node.LogInAsync();
        for (var id = 1; id <= 100; id++)
        {
            await reader.AskAsync("chat.mark_read", MarkRead(id));
            Assert.Equal(["chat.notification_counts"], reader.TakeNames());
        }

        Assert.InRange(tab.TakePushes("chat.read_pointers").Length, 1, 5);
        _node.Time.Advance(TimeSpan.FromSeconds(1));

        var pushes = tab.Connection.TakeAll();
        Assert.Equal(["chat.read_pointers", "chat.notification_counts"], pushes.Select(static push => (string)push[0]!));
        Assert.Equal(100, (long)pushes[0][1]![$"{Channel}"]!);
        Assert.Empty(reader.TakeNames());
        Assert.Empty(stranger.TakeNames());
        _node.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(tab.TakeNames());
    }

    [Fact]
    public async Task OnBothTabs_EachLearnsOfTheOther()
    {
        var first = await _node.JoinAsync(VenueWorld.R);
        var second = await _node.LogInAsync(first.User);
        for (var id = 1; id <= 20; id++)
        {
            await first.AskAsync("chat.mark_read", MarkRead(id));
            await second.AskAsync("chat.mark_read", MarkRead(100 + id));
        }

        first.TakeNames();
        second.TakeNames();
        _node.Time.Advance(TimeSpan.FromSeconds(1));

        foreach (var tab in new[] { first, second })
        {
            Assert.Equal(120, (long)Assert.Single(tab.TakePushes("chat.read_pointers"))[$"{Channel}"]!);
        }
    }

    [Fact]
    public async Task BackwardsToo_TheLastOneCounts()
    {
        var reader = await _node.JoinAsync(VenueWorld.R);
        foreach (var id in new[] { 5, 9, 3 })
        {
            await reader.AskAsync("chat.mark_read", MarkRead(id));
        }

        Assert.Equal(3, (await _node.ReadStates.ReadPointersAsync(reader.User.Id))[Channel]);
    }

    // The counts are known, and must not be any more.
    [Fact]
    public async Task AfterAMention_TheCountsAreReadAgain()
    {
        var sender = await _node.JoinAsync(VenueWorld.R);
        var reader = await _node.JoinAsync(VenueWorld.R);
        await reader.AskAsync("chat.mark_read", MarkRead(1));
        await reader.AskAsync("chat.mark_read", MarkRead(2));
        await sender.AskAsync("chat.send", Send($"Hi @{reader.UserId}"));
        var id = _node.Chats.Events[^1].Id;

        await reader.AskAsync("chat.mark_read", MarkRead(id - 1));
        Assert.Equal(1, (int)reader.TakePushes("chat.notification_counts").Single()[$"{Channel}"]!);
        await reader.AskAsync("chat.mark_read", MarkRead(id));

        Assert.Equal("{}", reader.TakePushes("chat.notification_counts").Single().ToJsonString());
        Assert.Empty(await _node.Chats.CountNotificationsAsync(reader.User.Id));
    }

    // S51 and S55 with everything known: every message is announced to whoever has read the one before.
    [Fact]
    public async Task EveryMessage_IsAnnouncedOnceToWhoHasReadTheOneBefore()
    {
        var sender = await _node.JoinAsync(VenueWorld.R);
        var reader = await _node.JoinAsync(VenueWorld.R);
        await reader.AskAsync("chat.unsubscribe", VenueNode.Body(VenueWorld.R));
        for (var round = 0; round < 20; round++)
        {
            await sender.AskAsync("chat.send", Send("hello"));
            await sender.AskAsync("chat.send", Send("hello again"));
            var id = _node.Chats.Events[^1].Id;

            Assert.Equal(id - 1, (long)Assert.Single(reader.TakePushes("chat.unread_pointers"))[$"{Channel}"]!);
            await reader.AskAsync("chat.mark_read", MarkRead(id));
            reader.TakeNames();
        }
    }

    [Fact]
    public async Task WhoIsNoMember_IsNotAnnouncedTo_UntilItJoins()
    {
        var sender = await _node.JoinAsync(VenueWorld.R);
        var guest = await _node.LogInAsync();
        for (var id = 1; id <= 5; id++)
        {
            await guest.AskAsync("chat.mark_read", MarkRead(id));
        }

        guest.TakeNames();
        await sender.AskAsync("chat.send", Send("hello"));
        Assert.Empty(guest.TakeNames());

        await guest.RunAsync("chat.join", VenueNode.Body(VenueWorld.R));
        await sender.AskAsync("chat.send", Send("hello"));
        Assert.Single(guest.TakePushes("chat.unread_pointers"));
    }

    [Fact]
    public async Task Stop_WhoWaitsToBeAnnouncedToIsServed()
    {
        _node.ReadStates.ArmsFromMemory = false;
        var reader = await _node.JoinAsync(VenueWorld.R);
        await reader.AskAsync("chat.mark_read", MarkRead(1));
        for (var id = 2; id < 10; id++)
        {
            await _node.ReadStates.TakeArmedAsync(Channel);
            await reader.AskAsync("chat.mark_read", MarkRead(id));
        }

        await _node.Chat.DisposeAsync();

        Assert.Equal([reader.User.Id], await _node.ReadStates.TakeArmedAsync(Channel));
    }

    [Fact]
    public async Task Stop_TheStoreIsAway_GoesOn()
    {
        _node.ReadStates.ArmsFromMemory = false;
        var reader = await _node.JoinAsync(VenueWorld.R);
        await reader.AskAsync("chat.mark_read", MarkRead(1));
        await _node.ReadStates.TakeArmedAsync(Channel);
        _node.ReadStates.Faults.BeforeCall = static method => method == nameof(IReadStateStore.ArmAsync) ? throw new StoreUnavailableException("away") : Task.CompletedTask;
        for (var id = 2; id < 10; id++)
        {
            await reader.AskAsync("chat.mark_read", MarkRead(id));
        }

        await _node.Chat.DisposeAsync();

        _node.ReadStates.Faults.BeforeCall = null;
        Assert.Empty(await _node.ReadStates.TakeArmedAsync(Channel));
    }

    [Fact]
    public async Task CatchUp_EveryTabIsToldOfWhatWasReadElsewhere()
    {
        var reader = await _node.JoinAsync(VenueWorld.R);
        var tab = await _node.LogInAsync(reader.User);
        var stranger = await _node.LogInAsync();
        _node.ReadStates.SetPointer(reader.User.Id, Channel, 7);

        await _node.Chat.CatchUpAsync(VenueWorld.Id, reader.Session.UserState!);

        foreach (var told in new[] { reader, tab })
        {
            Assert.Equal(7, (long)Assert.Single(told.TakePushes("chat.read_pointers"))[$"{Channel}"]!);
        }

        Assert.Empty(stranger.TakeNames());
    }

    private void Watch()
    {
        _node.ReadStates.Faults.BeforeCall = Note;
        _node.Chats.Faults.BeforeCall = Note;
    }

    private Task Note(string method)
    {
        _asked.Add(method);
        return Task.CompletedTask;
    }

    private static string Send(string text) =>
        $$"""{"channel":"{{Channel}}","event_type":"channel.message","content":{"type":"text","body":"{{text}}"} }""";

    private static string MarkRead(long id) => $$"""{"channel":"{{Channel}}","id":{{id}}}""";
}
