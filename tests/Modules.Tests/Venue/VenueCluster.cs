using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Modules.Tests.Venue;

/// <summary>Several nodes on the same stores; what they tell each other waits until the test delivers it.</summary>
internal sealed class VenueCluster
{
    private readonly Lock _lock = new();
    private readonly List<(int From, WorldId World, Signal Signal)> _waiting = [];
    private readonly List<IReadOnlyList<ISignalHandler>> _handlers = [];

    public InMemoryUserStore Users { get; } = new();

    public InMemoryRoomViewStore Views { get; } = new();

    public InMemoryRoomNodes Rooms { get; } = new();

    /// <summary>Returns the number of the node.</summary>
    public int Join(IReadOnlyList<ISignalHandler> handlers)
    {
        _handlers.Add(handlers);
        return _handlers.Count - 1;
    }

    public void Send(int from, WorldId world, Signal signal)
    {
        lock (_lock)
        {
            _waiting.Add((from, world, signal));
        }
    }

    /// <summary>Delivers everything that waits, in the order in which it was sent or the other way round.</summary>
    public async Task DeliverAsync(bool isReversed = false)
    {
        List<(int From, WorldId World, Signal Signal)> waiting;
        lock (_lock)
        {
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        if (isReversed)
        {
            waiting.Reverse();
        }

        foreach (var (from, world, signal) in waiting)
        {
            for (var node = 0; node < _handlers.Count; node++)
            {
                if (node != from && _handlers[node].FirstOrDefault(handler => handler.Kind == signal.Kind) is { } handler)
                {
                    await handler.HandleAsync(world, signal.Body);
                }
            }
        }
    }
}
