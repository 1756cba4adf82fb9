using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>The second after which a room's reactions are taken, announced and stored. Thread-safe.</summary>
internal sealed class ReactionTick : IAsyncDisposable
{
    /// <summary>From the first reaction to its push (rooms.md section 7).</summary>
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    private readonly IReactionTally _tally;
    private readonly IReactionStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IBroker _broker;
    private readonly WorldState _world;
    private readonly RoomId _room;
    private readonly ITimer _timer;

    // 1 from the start of a tick until its counts are about to be taken: a reaction that finds an old tick must not put the end off.
    private int _isRunning;

    public ReactionTick(
        IReactionTally tally, IReactionStore store, TimeProvider time, ILogger logger, IBroker broker, WorldState world, RoomId room)
    {
        _tally = tally;
        _store = store;
        _time = time;
        _logger = logger;
        _broker = broker;
        _world = world;
        _room = room;
        _timer = time.CreateTimer(static state => _ = ((ReactionTick)state!).EndAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Start()
    {
        if (Interlocked.Exchange(ref _isRunning, 1) == 0)
        {
            _timer.Change(Length, Timeout.InfiniteTimeSpan);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await EndAsync();
    }

    // Never fails: nobody waits for it.
    private async Task EndAsync()
    {
        // Before the counts are taken: the first reaction after that starts the next tick.
        Volatile.Write(ref _isRunning, 0);
        try
        {
            var counts = await _tally.TakeAsync(_world.Id, _room);
            if (!counts.IsEmpty && _world.Current.FindRoom(_room) is not null)
            {
                RoomBroadcasts.PublishReactions(_broker, _world.Id, _room, counts);
                await _store.AddAsync(_room, counts, _time.GetUtcNow());
            }
        }
        catch (Exception exception) when (exception is StoreUnavailableException or StoreRefusedException)
        {
            RoomLog.ReactionsNotStored(_logger, _room.Value, exception.Message);
        }
        catch (Exception exception)
        {
            RoomLog.TickFailed(_logger, _room.Value, exception);
        }
    }
}
