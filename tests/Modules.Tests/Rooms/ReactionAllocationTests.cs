using System.Buffers;
using System.Text;
using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Rooms;

/// <summary>Holds the budget of bench/baselines.json for a reaction, from the received message to the enqueued reply.</summary>
public sealed class ReactionAllocationTests
{
    private const int Users = 500;

    private readonly VenueNode _node = new(new FreshnessOptions());

    [Theory]
    [InlineData("👍", RoomReaction.ThumbsUp)]
    [InlineData("\\u2764\\ufe0f", RoomReaction.Heart)]
    public async Task React_AllocatesNothing(string reaction, RoomReaction expected)
    {
        var sessions = new List<Session>();
        for (var number = 0; number < Users; number++)
        {
            sessions.Add(await OpenAsync());
        }

        var message = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($$"""["room.react", 7, {"room":"{{VenueWorld.S.Id}}","reaction":"{{reaction}}"}]"""));
        ReactAll(message, sessions);
        _node.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(Users, _node.Reactions.Added.Single().Counts.Of(expected));

        // The tick is not the message's to pay.
        React(message, sessions[0]);
        var others = sessions[1..];
        var before = GC.GetAllocatedBytesForCurrentThread();
        ReactAll(message, others);
        ReactAll(message, sessions);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(Budget("ReactionBenchmarks.React"), allocated);
        _node.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, _node.Reactions.Added.Count);
    }

    private static void ReactAll(in ReadOnlySequence<byte> message, List<Session> sessions)
    {
        foreach (var session in sessions)
        {
            React(message, session);
        }
    }

    private static void React(in ReadOnlySequence<byte> message, Session session)
    {
        var running = session.OnMessageAsync(message, MessageType.Text);
        Assert.True(running.IsCompletedSuccessfully);
    }

    private static long Budget(string benchmark)
    {
        using var baselines = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "baselines.json")));
        return baselines.RootElement.GetProperty(benchmark).GetProperty("allocatedBytes").GetInt64();
    }

    private async Task<Session> OpenAsync()
    {
        var session = new Session(_node.Services, new SilentConnection(), VenueWorld.Id);
        await session.OnOpenAsync();
        await RunAsync(session, $"""["authenticate", "{_node.NewUser().Id}"]""");

        // The first use of a room by a connection validates the world, once.
        await RunAsync(session, $"""["room.leave", 1, {VenueNode.RoomBody(VenueWorld.S)}]""");
        await RunAsync(session, $$"""["room.react", 2, {"room":"{{VenueWorld.S.Id}}"}]""");
        return session;
    }

    private static async Task RunAsync(Session session, string message) =>
        await session.OnMessageAsync(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(message)), MessageType.Text);
}
