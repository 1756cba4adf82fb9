using Venueless.Fast.Core.Files;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Host.Background;

/// <summary>
/// All rules of operations.md section 3.11, one after the other; one that fails is logged and the others run. Thread-safe, also over several nodes: a second run beside
/// the first finds less to do.
/// </summary>
/// <param name="digitalSamba">Null: not configured.</param>
internal sealed class CleanUp(ICleanUpStore store, FileRemoval files, DigitalSambaCleanUp? digitalSamba, TimeProvider time, ILogger<CleanUp> logger)
{
    private readonly ICleanUpStore _store = store;
    private readonly FileRemoval _files = files;
    private readonly DigitalSambaCleanUp? _digitalSamba = digitalSamba;
    private readonly TimeProvider _time = time;
    private readonly ILogger _logger = logger;

    /// <summary>False: a rule has failed.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        // One moment for all rules, so that a run ends however fast time goes by.
        var now = _time.GetUtcNow();
        var isDone = true;
        foreach (var rule in Enum.GetValues<CleanUpRule>())
        {
            isDone &= await TryAsync(rule.ToString(), () => ApplyAsync(rule, now, cancellation), cancellation);
        }

        isDone &= await TryAsync("StoredFiles", () => _files.RemoveExpiredAsync(now, cancellation), cancellation);
        if (_digitalSamba is { } calls)
        {
            isDone &= await TryAsync("DigitalSambaRooms", () => calls.RemoveRoomsAsync(now, cancellation), cancellation);
            isDone &= await TryAsync("DigitalSambaRecordings", () => calls.RemoveRecordingsAsync(now, cancellation), cancellation);
        }

        return isDone;
    }

    private async Task<int> ApplyAsync(CleanUpRule rule, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var count = 0; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = await _store.RunAsync(rule, now, cancellation);
            count += rows;
            if (rows < ICleanUpStore.MaxRows)
            {
                return count;
            }
        }
    }

    private async Task<bool> TryAsync(string rule, Func<Task<int>> apply, CancellationToken cancellation)
    {
        try
        {
            if (await apply() is > 0 and var count)
            {
                BackgroundLog.RuleApplied(_logger, count, rule);
            }

            return true;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            BackgroundLog.RuleFailed(_logger, rule, exception);
            return false;
        }
    }
}
