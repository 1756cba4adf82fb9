using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Rooms;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Rooms;

/// <summary>rooms.md section 7: what the clock and the shared tally decide.</summary>
public sealed class ReactionTests
{
    private static readonly UserId Ada = new(Guid.NewGuid());
    private static readonly UserId Ben = new(Guid.NewGuid());

    private readonly VenueNode _node = new();
    private readonly RoomId _room = VenueWorld.S.Id;

    [Fact]
    public async Task Tally_SameReactionWithinTwoSeconds_CountsOnce()
    {
        var tally = new LocalReactionTally(_node.Time);

        Assert.Equal(ReactionStep.OwnsTick, await AddAsync(tally, Ada, RoomReaction.Clap));
        Assert.Equal(ReactionStep.Debounced, await AddAsync(tally, Ada, RoomReaction.Clap));
        Assert.Equal(ReactionStep.Counted, await AddAsync(tally, Ada, RoomReaction.Heart));
        Assert.Equal(ReactionStep.Counted, await AddAsync(tally, Ben, RoomReaction.Clap));
        _node.Time.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.Equal(ReactionStep.Debounced, await AddAsync(tally, Ada, RoomReaction.Clap));
        _node.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(ReactionStep.Counted, await AddAsync(tally, Ada, RoomReaction.Clap));

        var counts = await tally.TakeAsync(VenueWorld.Id, _room);
        Assert.Equal((3, 1), (counts.Of(RoomReaction.Clap), counts.Of(RoomReaction.Heart)));
        Assert.True((await tally.TakeAsync(VenueWorld.Id, _room)).IsEmpty);
    }

    [Fact]
    public async Task Scenario23_OwnerOfTheTickIsGone_AReactionAfterThreeSecondsOwnsIt()
    {
        var tally = new LocalReactionTally(_node.Time);
        await AddAsync(tally, Ada, RoomReaction.Clap);

        _node.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(ReactionStep.Counted, await AddAsync(tally, Ada, RoomReaction.Clap));
        _node.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(ReactionStep.OwnsTick, await AddAsync(tally, Ben, RoomReaction.Clap));

        Assert.Equal(3, (await tally.TakeAsync(VenueWorld.Id, _room)).Of(RoomReaction.Clap));
    }

    [Fact]
    public async Task Tally_ManyThreadsAddAndTake_LosesAndDoublesNothing()
    {
        var tally = new LocalReactionTally(_node.Time);
        var taken = 0;
        await Parallel.ForAsync(0, 2000, async (number, _) =>
        {
            await AddAsync(tally, new UserId(Guid.NewGuid()), RoomReaction.Laugh);
            if (number % 7 == 0)
            {
                Interlocked.Add(ref taken, (await tally.TakeAsync(VenueWorld.Id, _room)).Of(RoomReaction.Laugh));
            }
        });

        Assert.Equal(2000, taken + (await tally.TakeAsync(VenueWorld.Id, _room)).Of(RoomReaction.Laugh));
    }

    [Fact]
    public async Task RoomDeletedMeanwhile_NothingIsPushedOrStored()
    {
        var client = await _node.LogInAsync();
        await client.RunAsync("room.enter", VenueNode.RoomBody(VenueWorld.S));
        await client.RunAsync("room.react", Body("👏"));
        _node.DeleteRoom(VenueWorld.S);
        Assert.StartsWith("room.unknown", await client.RefuseAsync("room.react", Body("👏")), StringComparison.Ordinal);

        _node.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(client.TakeNames());
        Assert.Empty(_node.Reactions.Added);
    }

    [Fact]
    public async Task StoreIsAway_ThePushComesAndTheNextTickIsStored()
    {
        var client = await _node.LogInAsync();
        await client.RunAsync("room.enter", VenueNode.RoomBody(VenueWorld.S));
        _node.Reactions.Faults.IsAway = true;
        await client.RunAsync("room.react", Body("👏"));
        _node.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["room.reaction"], client.TakeNames());
        _node.Reactions.Faults.IsAway = false;
        _node.Time.Advance(TimeSpan.FromSeconds(1));

        await client.RunAsync("room.react", Body("👏"));
        _node.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, Assert.Single(_node.Reactions.Added).Counts.Of(RoomReaction.Clap));
    }

    private string Body(string reaction) => $$"""{"room":"{{_room}}","reaction":"{{reaction}}"}""";

    private ValueTask<ReactionStep> AddAsync(LocalReactionTally tally, UserId user, RoomReaction reaction) =>
        tally.AddAsync(VenueWorld.Id, _room, user, reaction);
}
