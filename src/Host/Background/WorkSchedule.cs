using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Host.Background;

/// <summary>
/// Does recurring work when it is due and no other node does it (<see cref="IWorkLedger"/>). Every node runs one; who asks first after the due time works, and another
/// one goes on when that dies. Thread-safe.
/// </summary>
internal sealed class WorkSchedule(
    IEnumerable<RecurringWork> works, IWorkLedger ledger, NodeIdentity node, TimeProvider time, ILogger<WorkSchedule> logger) : IAsyncDisposable
{
    /// <summary>How long a node that stands still keeps its work. Renewed three times as often.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    // After a store that was away.
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(1);

    private readonly RecurringWork[] _works = [.. works];
    private readonly IWorkLedger _ledger = ledger;
    private readonly string _node = node.Id;
    private readonly TimeProvider _time = time;
    private readonly ILogger _logger = logger;
    private readonly CancellationTokenSource _stopping = new();

    // Written once by Start, before anybody may dispose this.
    private Task _running = Task.CompletedTask;

    /// <summary>Once.</summary>
    public void Start() => _running = Task.WhenAll(_works.Select(RepeatAsync));

    /// <summary>Asks now, works if it is this node's turn, and returns when to ask again. Never throws while the node runs.</summary>
    internal async Task<DateTimeOffset> TurnAsync(RecurringWork work)
    {
        try
        {
            var turn = await _ledger.TryBeginAsync(work.Name, _node, _time.GetUtcNow(), work.Interval, Lease, _stopping.Token);
            if (turn.IsTaken)
            {
                BackgroundLog.WorkBegins(_logger, work.Name);
                await HoldAsync(work);
            }

            return turn.NextAt;
        }
        catch (StoreUnavailableException exception)
        {
            BackgroundLog.WorkPutOff(_logger, work.Name, exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !_stopping.IsCancellationRequested)
        {
            BackgroundLog.WorkFailed(_logger, work.Name, exception);
        }

        return _time.GetUtcNow() + RetryDelay;
    }

    /// <summary>Interrupts what runs, between two of its transactions, and waits for it. Once is enough; more often does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        try
        {
#pragma warning disable VSTHRD003 // Our own task, which waits for nobody who waits for this.
            await _running;
#pragma warning restore VSTHRD003
        }
        catch (OperationCanceledException)
        {
            // As wanted.
        }

        _stopping.Dispose();
    }

    private async Task RepeatAsync(RecurringWork work)
    {
        // Nodes that start together do not ask together, and a server that has just started has better things to do.
        await DelayAsync(Jitter(work));
        while (true)
        {
            var next = await TurnAsync(work);
            await DelayAsync(next - _time.GetUtcNow() + Jitter(work));
        }
    }

    private Task DelayAsync(TimeSpan delay) => Task.Delay(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, _time, _stopping.Token);

    // Up to a tenth, so that it stays near its interval.
    private static TimeSpan Jitter(RecurringWork work) => work.Interval * (Random.Shared.NextDouble() / 10);

    private async Task HoldAsync(RecurringWork work)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using var done = new CancellationTokenSource();
        var renewing = RenewAsync(work, stop, done.Token);
        try
        {
            await work.RunAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As wanted; the rest is done at the next turn.
        }
        finally
        {
            await done.CancelAsync();
            await renewing;
            await _ledger.EndAsync(work.Name, _node, CancellationToken.None);
        }
    }

    /// <summary>Until the work is done. Whoever cannot renew its lease in time must stop: another node may have begun.</summary>
    private async Task RenewAsync(RecurringWork work, CancellationTokenSource stop, CancellationToken done)
    {
        try
        {
            do
            {
                await Task.Delay(Lease / 3, _time, done);
            }
            while (await _ledger.TryRenewAsync(work.Name, _node, _time.GetUtcNow(), Lease, CancellationToken.None));
            BackgroundLog.WorkLost(_logger, work.Name);
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            return;
        }
        catch (StoreUnavailableException exception)
        {
            BackgroundLog.WorkPutOff(_logger, work.Name, exception.Message);
        }

        await stop.CancelAsync();
    }
}
