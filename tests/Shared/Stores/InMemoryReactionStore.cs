using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Testing.Stores;

/// <summary>Reactions in a list. Thread-safe.</summary>
public sealed class InMemoryReactionStore : IReactionStore
{
    private readonly Lock _lock = new();
    private readonly List<(RoomId Room, ReactionCounts Counts, DateTimeOffset At)> _added = [];

    public StoreFaults Faults { get; } = new();

    public IReadOnlyList<(RoomId Room, ReactionCounts Counts, DateTimeOffset At)> Added
    {
        get
        {
            lock (_lock)
            {
                return [.. _added];
            }
        }
    }

    public async Task AddAsync(RoomId room, ReactionCounts counts, DateTimeOffset now, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            _added.Add((room, counts, now));
        }
    }
}
