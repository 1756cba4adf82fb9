using System.Globalization;
using BenchmarkDotNet.Attributes;

namespace Venueless.Fast.Bench.Modules;

/// <summary>
/// <c>poll.vote</c> of everybody in a room, from the session to the frames in all pipes; the store commits at once. The time is that of all votes together.
/// </summary>
[MemoryDiagnoser]
public class PollVoteBenchmarks
{
    private VoteHall _hall = null!;

    [Params(1, 100, 1000)]
    public int Voters { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _hall = await VoteHall.OpenAsync(Voters);
        await _hall.ValidateAsync(_hall.PollVote, string.Create(CultureInfo.InvariantCulture, $":{Voters},"));
    }

    /// <summary>One after the other: each vote is a round of its own.</summary>
    [Benchmark(Baseline = true)]
    public Task<long> OneByOne() => _hall.VoteAllAsync(_hall.PollVote, atOnce: false);

    [Benchmark]
    public Task<long> AtOnce() => _hall.VoteAllAsync(_hall.PollVote, atOnce: true);
}
