using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>
/// Read state in our own tables, for one node: this process's memory is the truth, the tables follow within a second and when it is disposed. Thread-safe.
/// </summary>
/// <remarks>
/// <c>chat.mark_read</c> comes once per reader and message, so it must not cost a transaction each. Armed users of a channel are read at its first use and kept;
/// read pointers are kept until they are stored.
/// </remarks>
internal sealed partial class SqlReadStateStore : IReadStateStore, IAsyncDisposable
{
    // The design's promise for what is acknowledged from memory.
    private static readonly TimeSpan FlushDelay = TimeSpan.FromSeconds(1);

    private readonly SqlDatabase _database;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly ConcurrentDictionary<ChannelId, ArmedUsers> _armed = new();

    // A channel is read once, whoever asks first.
    private readonly SemaphoreSlim _loading = new(1, 1);

    // One flush at a time.
    private readonly SemaphoreSlim _flushing = new(1, 1);

    private readonly Lock _lock = new();

    // Under _lock: pointers set since the last flush began, and those of the flush under way; how often a flush ended; whether the timer runs.
    private PointerBacklog _pending = new();
    private PointerBacklog _underWay = new();
    private int _flushes;
    private bool _isScheduled;
    private bool _isClosed;

    public SqlReadStateStore(SqlDatabase database, TimeProvider time, ILogger logger)
    {
        _database = database;
        _logger = logger;
        _timer = time.CreateTimer(
            static state => _ = ((SqlReadStateStore)state!).FlushAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>After the disposal: what was acknowledged and is not stored, in words; empty: nothing.</summary>
    public IReadOnlyList<string> Lost { get; private set; } = [];

    /// <summary>Flushes that ended, successful or not.</summary>
    internal int Flushes
    {
        get
        {
            lock (_lock)
            {
                return _flushes;
            }
        }
    }

    public async ValueTask<IReadOnlyDictionary<ChannelId, long>> ReadPointersAsync(UserId user, CancellationToken cancellation = default)
    {
        while (true)
        {
            int flushes;
            lock (_lock)
            {
                flushes = _flushes;
            }

            var pointers = await _database.Readers.ReadAsync(
                (_database.Sql, user),
                static async (session, from) => new Dictionary<ChannelId, long>(await session.Prepare(from.Sql.ReadState.Pointers)
                    .Bind("@user", from.user)
                    .ReadAllAsync(static row => KeyValuePair.Create(new ChannelId(row.Uuid(0)), row.Number(1)))),
                cancellation);
            lock (_lock)
            {
                // What was stored during the read is neither in the rows for sure nor in memory any more.
                if (flushes == _flushes)
                {
                    _underWay.CopyTo(pointers, user);
                    _pending.CopyTo(pointers, user);
                    return pointers;
                }
            }
        }
    }

    public void SetPointer(UserId user, ChannelId channel, long eventId)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                throw new StoreUnavailableException("The read state is closed.");
            }

            _pending.Set(user, channel, eventId);
            if (_isScheduled)
            {
                return;
            }

            _isScheduled = true;
        }

        _timer.Change(FlushDelay, Timeout.InfiniteTimeSpan);
    }

    // Nobody else reads these tables.
    public ValueTask<bool> FlushAsync(UserId user, CancellationToken cancellation = default) => new(false);

    public bool TryArm(ChannelId channel, UserId user, out bool isNew)
    {
        isNew = false;
        if (!_armed.TryGetValue(channel, out var known))
        {
            return false;
        }

        isNew = known.Add(user);
        ScheduleIf(isNew);
        return true;
    }

    public async ValueTask<bool> ArmAsync(ChannelId channel, UserId user, CancellationToken cancellation = default)
    {
        var isNew = (await FindArmedAsync(channel, cancellation)).Add(user);
        ScheduleIf(isNew);
        return isNew;
    }

    public async ValueTask<IReadOnlyList<UserId>> ArmAsync(ChannelId channel, IReadOnlyList<UserId> users, CancellationToken cancellation = default)
    {
        var armed = await FindArmedAsync(channel, cancellation);
        var added = new List<UserId>();
        foreach (var user in users)
        {
            if (armed.Add(user))
            {
                added.Add(user);
            }
        }

        ScheduleIf(added.Count > 0);
        return added;
    }

    // These tables have no other readers.
    public ValueTask ArmDirectAsync(ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default) => ValueTask.CompletedTask;

    public async ValueTask<bool> DisarmAsync(ChannelId channel, UserId user, CancellationToken cancellation = default)
    {
        var wasArmed = (await FindArmedAsync(channel, cancellation)).Remove(user);
        ScheduleIf(wasArmed);
        return wasArmed;
    }

    public async ValueTask<IReadOnlyList<UserId>> TakeArmedAsync(ChannelId channel, CancellationToken cancellation = default)
    {
        var taken = (await FindArmedAsync(channel, cancellation)).TakeAll();
        ScheduleIf(taken.Length > 0);
        return taken;
    }

    // Nobody keeps that beside the memberships.
    public ValueTask ForgetShownToAllAsync(ChannelId channel, CancellationToken cancellation = default) => ValueTask.CompletedTask;

    public async Task FlushAsync()
    {
        await _flushing.WaitAsync();
        try
        {
            PointerBacklog pointers;
            lock (_lock)
            {
                _isScheduled = false;
                (pointers, _pending) = (_pending, _underWay);
                _underWay = pointers;
            }

            await StoreAsync(pointers, TakeArmedChanges());
        }
        finally
        {
            _flushing.Release();
        }
    }

    /// <summary>Stores what is left, before the writer closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await FlushAsync();
        var armed = TakeArmedChanges().Sum(static change => change.Added.Count + change.Removed.Count);
        lock (_lock)
        {
            _isClosed = true;
            List<string> lost = PointerBacklog.Describe(_pending.Count) is { } pointers ? [pointers] : [];
            if (armed > 0)
            {
                lost.Add(string.Create(CultureInfo.InvariantCulture, $"{armed} changes of who is told of a channel's next message"));
            }

            Lost = lost;
        }
    }

    private ValueTask<ArmedUsers> FindArmedAsync(ChannelId channel, CancellationToken cancellation) =>
        _armed.TryGetValue(channel, out var known) ? new ValueTask<ArmedUsers>(known) : LoadArmedAsync(channel, cancellation);

    private async ValueTask<ArmedUsers> LoadArmedAsync(ChannelId channel, CancellationToken cancellation)
    {
        await _loading.WaitAsync(cancellation);
        try
        {
            if (_armed.TryGetValue(channel, out var known))
            {
                return known;
            }

            var stored = await _database.Readers.ReadAsync(
                (_database.Sql, channel),
                static (session, from) => session.Prepare(from.Sql.ReadState.Armed)
                    .Bind("@channel", from.channel)
                    .ReadAllAsync(static row => new UserId(row.Uuid(0))),
                cancellation);
            return _armed[channel] = new ArmedUsers(stored);
        }
        finally
        {
            _loading.Release();
        }
    }

    private void ScheduleIf(bool hasChanged)
    {
        if (hasChanged)
        {
            Schedule();
        }
    }

    private void Schedule()
    {
        lock (_lock)
        {
            if (_isScheduled)
            {
                return;
            }

            _isScheduled = true;
        }

        _timer.Change(FlushDelay, Timeout.InfiniteTimeSpan);
    }

    private List<ArmedChange> TakeArmedChanges()
    {
        var changes = new List<ArmedChange>();
        foreach (var (channel, users) in _armed)
        {
            var (added, removed) = users.TakeChanges();
            if (added.Count > 0 || removed.Count > 0)
            {
                changes.Add(new ArmedChange(channel, users, added, removed));
            }
        }

        return changes;
    }

    private async Task StoreAsync(PointerBacklog pointers, List<ArmedChange> armed)
    {
        var isStored = false;
        try
        {
            // Nobody changes what is under way.
            await Task.WhenAll(ReadStateUnit.Split(pointers, armed).Select(unit => _database.Writer.WriteAsync(
                WriteKey.None, (_database.Sql, unit), static (scope, from) => from.unit.WriteAsync(scope, from.Sql), CancellationToken.None)));
            isStored = true;
        }
        catch (Exception exception)
        {
            // Some units may be stored all the same: repeating them changes nothing.
            StorageLog.ReadStateNotStored(_logger, exception.Message);
        }

        lock (_lock)
        {
            if (!isStored)
            {
                _pending.PutBack(pointers);
            }

            pointers.Clear();
            _flushes++;
        }

        if (!isStored)
        {
            foreach (var change in armed)
            {
                change.Users.PutBack(change.Added, change.Removed);
            }

            Schedule();
        }
    }
}
