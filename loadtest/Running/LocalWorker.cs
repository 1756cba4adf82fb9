using Venueless.Fast.LoadTest.Client.Loops;
using Venueless.Fast.LoadTest.Client.Measuring;
using Venueless.Fast.LoadTest.Client.WebSockets;
using Venueless.Fast.LoadTest.Scenarios;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>A worker on an event loop of this process.</summary>
internal sealed class LocalWorker : IWorker
{
    private const long Second = 1_000_000;

    private readonly EventLoop _loop;
    private readonly Crowd _crowd;
    private readonly Scenario _scenario;
    private long _nextSecond;

    private LocalWorker(EventLoop loop, Crowd crowd)
    {
        _loop = loop;
        _crowd = crowd;
        _scenario = ScenarioCatalogue.Create(crowd);
    }

    public event Action<SecondData>? SecondPassed;

    public int ProcessId => Environment.ProcessId;

    public static async Task<LocalWorker> CreateAsync(LoadOptions options, WorkerShare share)
    {
        DescriptorLimit.Check(share.Count(options.Clients));
        var target = await WebSocketTarget.ResolveAsync(new Uri(options.Url), offersCompression: options.OffersCompression);
        var loop = EventLoop.Start(options.LoopKind, $"loop {share.Index}");
        return new LocalWorker(loop, new Crowd(loop, target, options, share));
    }

    public Task JoinAsync(long start) => DoAsync(async () =>
    {
        _nextSecond = start + Second;
        _loop.Schedule(_nextSecond, static state => ((LocalWorker)state!).EndSecond(), this);
        await _scenario.JoinAsync(start);
        TellSecond();
    });

    public async Task<SentMessages> RunAsync(long start)
    {
        var sent = SentMessages.Empty(0);
        await DoAsync(async () =>
        {
            foreach (var attendee in _crowd.Attendees)
            {
                attendee.IsFromStart = attendee.HasJoined;
            }

            sent = await _scenario.RunAsync(start);
            TellSecond();
        });
        return sent;
    }

    public async Task<WorkerResult> SettleAsync(SentMessages sent)
    {
        WorkerResult? result = null;
        await DoAsync(() =>
        {
            _scenario.Settle(sent);
            TellSecond();
            _crowd.IsOver = true;
            result = Result();
            return Task.CompletedTask;
        });
        return result!; // Set by the work that was awaited.
    }

    public ValueTask DisposeAsync()
    {
        _loop.Post(() => _crowd.IsOver = true);
        _loop.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A loop that has ended never completes what it was given.</summary>
    private async Task DoAsync(Func<Task> work)
    {
        var done = _loop.InvokeAsync(work);
        while (await Task.WhenAny(done, Task.Delay(1000)) != done)
        {
            if (_loop.Failure is { } failure)
            {
                throw new InvalidOperationException("The event loop ended.", failure);
            }
        }

        await done;
    }

    private void EndSecond()
    {
        if (!_crowd.IsOver)
        {
            TellSecond();
            _nextSecond += Second;
            _loop.Schedule(_nextSecond, static state => ((LocalWorker)state!).EndSecond(), this);
        }
    }

    /// <summary>Also at the end of a step, so that what belongs to it is not counted in the next one.</summary>
    private void TellSecond()
    {
        var tally = _crowd.Measurements.TakeSecond();
        SecondPassed?.Invoke(new SecondData
        {
            Time = Clock.Now,
            Connected = _crowd.Measurements.Connected,
            Replies = tally.Replies,
            Joins = tally.Joins,
            Pushes = tally.Pushes,
            Errors = tally.Errors,
            ReceivedBytes = _loop.ReceivedBytes,
            SentBytes = _loop.SentBytes,
            Delivery = tally.Delivery.ToData(),
            Pings = tally.Pings.ToData(),
        });
    }

    private WorkerResult Result()
    {
        var measurements = _crowd.Measurements;
        var histograms = measurements.Histograms.ToDictionary(static entry => entry.Key, static entry => entry.Value.ToData());
        histograms["delivery"] = measurements.Delivery.ToData();
        return new WorkerResult
        {
            Histograms = histograms,
            Counters = new(measurements.Counters) { ["bytes received"] = _loop.ReceivedBytes, ["bytes sent"] = _loop.SentBytes, ["receive calls"] = _loop.Receives },
        };
    }
}
