using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>The pushes of one world, one after the other: the first at once, what is requested meanwhile when its time has passed. Thread-safe.</summary>
internal sealed class WorldUpdateLine(WorldState world, UserDirectory users, TopicRegistry topics, IWorldConfig config, TimeProvider time, ILogger logger)
{
    /// <summary>world.md section 10: one push per connection in this time is enough; the permission page patches room after room.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(200);

    private readonly WorldState _world = world;
    private readonly UserDirectory _users = users;
    private readonly TopicRegistry _topics = topics;
    private readonly IWorldConfig _config = config;
    private readonly TimeProvider _time = time;
    private readonly ILogger _logger = logger;
    private readonly Lock _lock = new();

    // Under _lock.
    private bool _isRequested;
    private bool _isScheduleRequested;
    private bool _isRunning;

    /// <param name="withSchedule"><c>world.schedule.updated</c> is to follow.</param>
    public void Request(bool withSchedule)
    {
        lock (_lock)
        {
            _isRequested = true;
            _isScheduleRequested |= withSchedule;
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        _ = RunAsync();
    }

    // Never fails: nobody waits for it.
    private async Task RunAsync()
    {
        while (TryTake(out var withSchedule))
        {
            var window = Task.Delay(Window, _time);
            try
            {
                await PublishAsync(withSchedule);
            }
            catch (StoreUnavailableException exception)
            {
                WorldsLog.UpdateDelayed(_logger, _world.Id.Value, exception.Message);
                Return(withSchedule);
            }
            catch (Exception exception)
            {
                WorldsLog.UpdateFailed(_logger, _world.Id.Value, exception);
            }

            await window;
        }
    }

    private bool TryTake(out bool withSchedule)
    {
        lock (_lock)
        {
            withSchedule = _isScheduleRequested;
            _isScheduleRequested = false;
            _isRunning = _isRequested;
            _isRequested = false;
            return _isRunning;
        }
    }

    private void Return(bool withSchedule)
    {
        lock (_lock)
        {
            _isRequested = true;
            _isScheduleRequested |= withSchedule;
        }
    }

    // World and users of this moment, as connection.md section 9 wants it for this push.
    private async Task PublishAsync(bool withSchedule)
    {
        await _world.ValidateAsync();
        await _users.ValidateAsync(_world.Id);
        var current = _world.Current;
        await _config.PrepareAsync(current);
        using var broadcast = new WorldUpdatedBroadcast(current, _config);
        broadcast.Prepare(_users.ListOf(_world.Id));
        _topics.Deliver(TopicKey.World(_world.Id), broadcast);
        if (withSchedule)
        {
            using var schedule = WorldBroadcasts.ScheduleUpdated(current);
            _topics.Deliver(TopicKey.World(_world.Id), schedule);
        }
    }
}
