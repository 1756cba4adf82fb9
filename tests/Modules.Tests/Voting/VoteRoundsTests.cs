using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Voting;

namespace Venueless.Fast.Modules.Tests.Voting;

public sealed class VoteRoundsTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly Lock _lock = new();
    private readonly List<string> _rounds = [];
    private readonly List<int> _published = [];
    private readonly SemaphoreSlim _announced = new(0);
    private readonly VoteRounds<string, int> _votes;
    private int _total;
    private Func<VoteRound<int>, Task>? _before;

    public VoteRoundsTests() => _votes = new VoteRounds<string, int>(_time, StoreAsync, NullLogger.Instance);

    public void Dispose() => _announced.Dispose();

    [Fact]
    public async Task VoteAsync_WhileARoundIsStored_WaitsAndGoesWithTheNextRound()
    {
        var entered = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        _before = async _ =>
        {
            entered.TrySetResult();
            await gate.Task;
        };
        var first = _votes.VoteAsync("a", 1);
        await entered.Task.WaitAsync(Limit);
        Task[] later = [_votes.VoteAsync("a", 2), _votes.VoteAsync("a", 3), _votes.VoteAsync("a", 4)];

        Assert.False(first.IsCompleted);
        gate.SetResult();
        await Task.WhenAll([first, .. later]).WaitAsync(Limit);

        Assert.Equal(["1", "2,3,4"], _rounds);
        Assert.Equal([1, 4], _published);
    }

    [Fact]
    public async Task Votes_OfAStorm_ArePublishedOncePerWindow()
    {
        for (var vote = 1; vote <= 20; vote++)
        {
            await _votes.VoteAsync("a", vote).WaitAsync(Limit);
        }

        Assert.Equal([1, 2, 3, 4], _published);
        await EndWindowAsync();
        Assert.Equal([1, 2, 3, 4, 20], _published);

        await _votes.VoteAsync("a", 21).WaitAsync(Limit);
        await _votes.VoteAsync("a", 22).WaitAsync(Limit);
        Assert.Equal(5, _published.Count);
        await EndWindowAsync();
        Assert.Equal([1, 2, 3, 4, 20, 22], _published);

        // One quiet window, and the next vote goes at once.
        _time.Advance(VoteRounds<string, int>.Window);
        await _votes.VoteAsync("a", 23).WaitAsync(Limit);
        Assert.Equal(23, _published[^1]);
    }

    [Fact]
    public async Task Lines_AreForgottenAfterQuietWindows()
    {
        for (var subject = 0; subject < 10; subject++)
        {
            await _votes.VoteAsync($"{subject}", 1).WaitAsync(Limit);
        }

        Assert.Equal(10, _votes.LineCount);
        _time.Advance(VoteRounds<string, int>.Window);
        _time.Advance(VoteRounds<string, int>.Window);

        Assert.True(SpinWait.SpinUntil(() => _votes.LineCount == 0, Limit));
        Assert.Equal(10, _published.Count);
    }

    [Fact]
    public async Task StoreAway_FailsThoseWhoVoteThenAndNobodyElse()
    {
        _before = static round => round.Votes.Contains(2) ? throw new StoreUnavailableException("away") : Task.CompletedTask;

        await _votes.VoteAsync("a", 1).WaitAsync(Limit);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _votes.VoteAsync("a", 2).WaitAsync(Limit));
        await _votes.VoteAsync("a", 3).WaitAsync(Limit);

        Assert.Equal([1, 2], _published);
    }

    [Fact]
    public async Task StoreAway_AnnouncementIsTriedAgain()
    {
        for (var vote = 1; vote <= 6; vote++)
        {
            await _votes.VoteAsync("a", vote).WaitAsync(Limit);
        }

        var failures = 0;
        using var failed = new SemaphoreSlim(0);
        _before = round =>
        {
            if (round.Votes.Count == 0 && failures++ < 2)
            {
                failed.Release();
                throw new StoreUnavailableException("away");
            }

            return Task.CompletedTask;
        };
        for (var attempt = 0; attempt < 2; attempt++)
        {
            // The failure before this is noted behind its throw, maybe not yet: another window comes.
            Assert.True(AdvanceUntil(() => failed.Wait(10)));
        }

        Assert.True(AdvanceUntil(() => _announced.Wait(10)));
        Assert.Contains(6, _published);
    }

    [Fact]
    public async Task StoreThatIsSlowToFail_AnnouncementIsTriedAgain()
    {
        for (var vote = 1; vote <= 6; vote++)
        {
            await _votes.VoteAsync("a", vote).WaitAsync(Limit);
        }

        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var failing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _before = round => round.Votes.Count == 0 && entered.TrySetResult() ? failing.Task : Task.CompletedTask;
        _time.Advance(VoteRounds<string, int>.Window);
        await entered.Task.WaitAsync(Limit);
        _time.Advance(3 * VoteRounds<string, int>.Window);
        failing.SetException(new StoreUnavailableException("away"));

        Assert.True(AdvanceUntil(() => _announced.Wait(10)));
    }

    [Fact]
    public async Task Votes_OfManyThreads_TheLastPublicationShowsAll()
    {
        for (var round = 0; round < 20; round++)
        {
            var before = _total;

            await Task.WhenAll(Enumerable.Range(0, 50).Select(vote => Task.Run(() => _votes.VoteAsync("a", vote)))).WaitAsync(Limit);

            Assert.Equal(before + 50, _total);
            Assert.True(SpinWait.SpinUntil(
                () =>
                {
                    _time.Advance(VoteRounds<string, int>.Window);
                    lock (_lock)
                    {
                        return _published[^1] == before + 50;
                    }
                },
                Limit));
        }

        Assert.True(_published.SequenceEqual(_published.Order()));
    }

    private async Task EndWindowAsync()
    {
        _time.Advance(VoteRounds<string, int>.Window);
        Assert.True(await _announced.WaitAsync(Limit));
    }

    private bool AdvanceUntil(Func<bool> condition) => SpinWait.SpinUntil(
        () =>
        {
            _time.Advance(VoteRounds<string, int>.Window);
            return condition();
        },
        Limit);

    private async Task StoreAsync(string key, VoteRound<int> round)
    {
        if (_before is not null)
        {
            await _before(round);
        }

        await Task.Yield();
        lock (_lock)
        {
            _total += round.Votes.Count;
            _rounds.Add(string.Join(',', round.Votes));
            if (round.MayPublish())
            {
                _published.Add(_total);
            }
        }

        if (round.Votes.Count == 0)
        {
            _announced.Release();
        }
    }
}
