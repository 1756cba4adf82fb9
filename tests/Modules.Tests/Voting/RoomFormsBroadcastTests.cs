using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Modules.Tests.Venue;
using Venueless.Fast.Modules.Voting;

namespace Venueless.Fast.Modules.Tests.Voting;

public sealed class RoomFormsBroadcastTests
{
    private readonly VenueNode _node = new();

    [Fact]
    public async Task FrameFor_DeletedRoom_IsForNobody()
    {
        var client = await _node.LogInAsync();
        using var before = RoomFormsBroadcast.Single(VenueWorld.S.Id, SharedFrame.CreateText("[1]"u8));
        Assert.NotNull(before.FrameFor(client.Session));

        _node.DeleteRoom(VenueWorld.S);
        await client.Session.WorldState!.ValidateAsync();

        Assert.Null(before.FrameFor(client.Session));
        using var later = RoomFormsBroadcast.Single(VenueWorld.S.Id, SharedFrame.CreateText("[1]"u8));
        Assert.Null(later.FrameFor(client.Session));
    }

    [Fact]
    public async Task FrameFor_ReceptionsDecideAboutTheForm()
    {
        var (poll, other) = (new PollId(Guid.NewGuid()), new PollId(Guid.NewGuid()));
        var room = VenueWorld.S.Id;
        var (voter, manager, reader) = (await _node.LogInAsync(), await _node.LogInAsync(), await _node.LogInAsync());
        voter.Session.Polls.Vote(room, poll);
        reader.Session.Polls.Vote(room, other);
        manager.Session.Polls.Enter(room, withResults: true, []);
        reader.Session.Polls.Enter(VenueWorld.R.Id, withResults: true, []);
        var (form, plainForm) = (SharedFrame.CreateText("[1]"u8), SharedFrame.CreateText("[2]"u8));
        using var broadcast = new RoomFormsBroadcast(room, poll, form, plainForm);

        Assert.Same(form, broadcast.FrameFor(voter.Session));
        Assert.Same(form, broadcast.FrameFor(manager.Session));
        Assert.Same(plainForm, broadcast.FrameFor(reader.Session));

        voter.Session.Polls.Leave(room);
        manager.Session.Polls.Enter(room, withResults: false, []);
        Assert.Same(plainForm, broadcast.FrameFor(voter.Session));
        Assert.Same(plainForm, broadcast.FrameFor(manager.Session));
    }

    [Fact]
    public async Task Receptions_FollowWhatIsEnteredAndEndWithEverything()
    {
        var (first, second) = (new PollId(Guid.NewGuid()), new PollId(Guid.NewGuid()));
        var (s, r) = (VenueWorld.S.Id, VenueWorld.R.Id);
        var session = (await _node.LogInAsync()).Session;

        session.Polls.Enter(s, withResults: false, [first, second]);
        session.Polls.Enter(s, withResults: false, [first, second]);
        Assert.Equal((1, 1), (Count(first), Count(second)));
        session.Polls.Enter(s, withResults: true, [second]);
        Assert.Equal((0, 1), (Count(first), Count(second)));
        Assert.True(session.Polls.Receives(s, first));
        session.Polls.Vote(r, first);
        session.Polls.Leave(s);
        Assert.Equal((1, 0), (Count(first), Count(second)));
        Assert.False(session.Polls.Receives(s, second));
        session.Polls.Clear();
        Assert.Equal((0, 0), (Count(first), Count(second)));
    }

    private int Count(PollId poll) => _node.Services.Topics.CountSubscribers(Core.Messaging.TopicKey.PollVoters(poll));
}
