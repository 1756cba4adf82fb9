using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Voting;

/// <summary>
/// Collects the votes on a subject while those before them are on their way to the store, so that a burst costs a few transactions and counts, and decides which of
/// them are published at once. One per kind of vote and node, thread-safe.
/// </summary>
/// <remarks>
/// The first rounds are published at once, a storm of them once per window: n voters would cause n² messages. What was held back is read again and published at
/// the end of the window, in the order of the store like any other write; so the last message shows the last state, also with other nodes.
/// </remarks>
internal sealed class VoteRounds<TKey, TVote>(TimeProvider time, Func<TKey, VoteRound<TVote>, Task> store, ILogger logger)
    where TKey : notnull
{
    /// <summary>polls.md section 5 allows 250 ms until the trailing message; the rest is for the store.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(200);

    /// <summary>Rounds of one window that are published at once after a quiet one: a handful of voters sees each vote as it comes.</summary>
    public const int Burst = 4;

    private readonly TimeProvider _time = time;
    private readonly Func<TKey, VoteRound<TVote>, Task> _store = store;
    private readonly ILogger _logger = logger;
    private readonly Lock _lock = new();

    // Under _lock, with what is in them. A line is there while it runs or its timer does.
    private readonly Dictionary<TKey, VoteLine<TKey, TVote>> _lines = [];

    /// <summary>Subjects that are being voted on.</summary>
    public int LineCount
    {
        get
        {
            lock (_lock)
            {
                return _lines.Count;
            }
        }
    }

    /// <summary>Completes when the round with this vote is stored, or fails as the store does.</summary>
    public Task VoteAsync(TKey key, TVote vote)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (!_lines.TryGetValue(key, out var line))
            {
                line = new VoteLine<TKey, TVote>(key);
                _lines.Add(key, line);
            }

            line.Waiting.Add((vote, stored));
            StartLocked(line);
        }

        return stored.Task;
    }

    private void StartLocked(VoteLine<TKey, TVote> line)
    {
        if (!line.IsRunning)
        {
            line.IsRunning = true;

            // Not under the lock, and not on the voter's own thread, which need not wait for those who come meanwhile.
            ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Rounds.RunAsync(work.Line), (Rounds: this, Line: line), preferLocal: true);
        }
    }

    // Never fails: nobody waits for it.
    private async Task RunAsync(VoteLine<TKey, TVote> line)
    {
        while (TryTake(line, out var votes, out var isAnnouncement))
        {
            try
            {
                await _store(line.Key, new VoteRound<TVote>(votes.ConvertAll(static waiting => waiting.Vote), () => MayPublish(line, isAnnouncement)));
                votes.ForEach(static waiting => waiting.Stored.SetResult());
            }
            catch (Exception exception)
            {
                votes.ForEach(waiting => waiting.Stored.SetException(exception));
                if (isAnnouncement || exception is StoreUnavailableException)
                {
                    // Votes whose store could not be reached may have been stored all the same.
                    PutOff(line, exception);
                }
            }
        }
    }

    /// <summary>Takes everything that waits; false: nothing, and the run ends.</summary>
    private bool TryTake(VoteLine<TKey, TVote> line, out List<(TVote Vote, TaskCompletionSource Stored)> votes, out bool isAnnouncement)
    {
        lock (_lock)
        {
            votes = line.Waiting;
            isAnnouncement = line.IsAnnouncing;
            line.IsAnnouncing = false;
            if (votes.Count == 0 && !isAnnouncement)
            {
                line.IsRunning = false;
                RemoveIfIdleLocked(line);
                return false;
            }

            line.Waiting = [];
            return true;
        }
    }

    private bool MayPublish(VoteLine<TKey, TVote> line, bool isAnnouncement)
    {
        lock (_lock)
        {
            // A round that runs while its window ends is the announcement.
            line.IsOwed = !isAnnouncement && !line.IsAnnouncing && line.Published >= Burst;
            if (line.IsOwed)
            {
                return false;
            }

            line.IsAnnouncing = false;
            line.Published++;
            StartTimerLocked(line);
            return true;
        }
    }

    private void EndWindow(VoteLine<TKey, TVote> line)
    {
        lock (_lock)
        {
            if (line.IsOwed)
            {
                // In a storm there is nothing at once any more.
                line.IsOwed = false;
                line.Published = Burst;
                line.IsAnnouncing = true;
                StartLocked(line);
            }
            else if (line.Published > 0)
            {
                line.Published = 0;
            }
            else if (!line.IsRunning)
            {
                line.Timer?.Dispose();
                line.Timer = null;
                RemoveIfIdleLocked(line);
            }
        }
    }

    private void StartTimerLocked(VoteLine<TKey, TVote> line) => line.Timer ??= _time.CreateTimer(_ => EndWindow(line), null, Window, Window);

    /// <summary>The announcement is tried again at the end of the next window.</summary>
    private void PutOff(VoteLine<TKey, TVote> line, Exception exception)
    {
        VotingLog.AnnouncementPutOff(_logger, line.Key.ToString(), exception is StoreUnavailableException ? exception.Message : exception.ToString());
        lock (_lock)
        {
            line.IsOwed = true;
            StartTimerLocked(line);
        }
    }

    private void RemoveIfIdleLocked(VoteLine<TKey, TVote> line)
    {
        if (!line.IsRunning && line.Timer is null && _lines.TryGetValue(line.Key, out var current) && ReferenceEquals(current, line))
        {
            _lines.Remove(line.Key);
        }
    }
}
