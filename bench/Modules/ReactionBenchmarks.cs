using BenchmarkDotNet.Attributes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Rooms;

namespace Venueless.Fast.Bench.Modules;

/// <summary>Counting one reaction, with the debounce of a full hall behind it.</summary>
[MemoryDiagnoser]
public class ReactionBenchmarks
{
    private static readonly WorldId World = new("bench");
    private static readonly RoomId Room = new(Guid.NewGuid());

    private readonly LocalReactionTally _tally = new(TimeProvider.System);
    private UserId[] _users = [];
    private int _next;

    [Params(1, 10_000)]
    public int Users { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _users = [.. Enumerable.Range(0, Users).Select(_ => new UserId(Guid.NewGuid()))];
        if (React() != ReactionStep.OwnsTick)
        {
            throw new InvalidOperationException("The first reaction does not start a tick.");
        }
    }

    [Benchmark(Baseline = true)]
    public ReactionStep React()
    {
        _next = (_next + 1) % _users.Length;
        var adding = _tally.AddAsync(World, Room, _users[_next], RoomReaction.Clap);
        return adding.IsCompletedSuccessfully ? adding.Result : throw new InvalidOperationException("Counting in memory must not wait.");
    }
}
