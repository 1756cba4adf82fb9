using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Testing.Stores;

/// <summary>Room views in a list. Thread-safe.</summary>
public sealed class InMemoryRoomViewStore : IRoomViewStore
{
    private readonly Lock _lock = new();
    private readonly List<RoomView> _views = [];
    private long _lastView;

    public StoreFaults Faults { get; } = new();

    public IReadOnlyList<RoomView> Views
    {
        get
        {
            lock (_lock)
            {
                return [.. _views];
            }
        }
    }

    public async Task<long> OpenAsync(RoomId room, UserId user, DateTimeOffset now, bool deleteOpen, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            for (var index = _views.Count - 1; index >= 0; index--)
            {
                if (_views[index].Room == room && _views[index].User == user && _views[index].End is null)
                {
                    EndLocked(index, now, deleteOpen);
                }
            }

            _views.Add(new RoomView(++_lastView, room, user, now, null));
            return _lastView;
        }
    }

    public async Task EndAsync(long view, DateTimeOffset now, bool delete, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            EndLocked(_views.FindIndex(row => row.Id == view), now, delete);
        }
    }

    public async Task<IReadOnlyDictionary<RoomId, int>> CountOpenAsync(WorldId world, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return _views.Where(row => row.End is null).GroupBy(row => row.Room).ToDictionary(rows => rows.Key, rows => rows.Count());
        }
    }

    private void EndLocked(int index, DateTimeOffset now, bool delete)
    {
        if (delete)
        {
            _views.RemoveAt(index);
        }
        else
        {
            _views[index] = _views[index] with { End = now };
        }
    }
}
