using System.Collections.Concurrent;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Who is in which room on this node, and the announcements of how full rooms are (rooms.md section 6). One per node, thread-safe.</summary>
/// <remarks>A crowd stays once somebody has entered the room: rooms are few.</remarks>
/// <param name="nodes">Null: the node is alone.</param>
public sealed class RoomPresence(IRoomNodes? nodes = null) : IRoomCrowd
{
    private readonly IRoomNodes? _nodes = nodes;
    private readonly ConcurrentDictionary<RoomId, RoomCrowd> _rooms = new();

    /// <inheritdoc/>
    public CrowdStep StepOf(RoomId room) => _rooms.TryGetValue(room, out var crowd) ? crowd.Announced : CrowdStep.None;

    /// <summary>Users in the room on this node; a snapshot.</summary>
    public int CountUsers(RoomId room)
    {
        var crowd = Of(room);
        lock (crowd.Lock)
        {
            return crowd.Users.Count;
        }
    }

    internal RoomCrowd Of(RoomId room) => _rooms.GetOrAdd(room, static _ => new RoomCrowd());

    /// <summary>Nobody enters from now on: the room is about to be deleted.</summary>
    internal void Close(RoomId room) => SetClosed(Of(room), true);

    /// <summary>The room stays after all.</summary>
    internal void Reopen(RoomId room) => SetClosed(Of(room), false);

    /// <summary>The room is deleted, its views are ended in the store: whoever is in it has nothing left to end.</summary>
    internal void Forget(RoomId room)
    {
        _nodes?.Forget(room);
        if (_rooms.TryRemove(room, out var crowd))
        {
            lock (crowd.Lock)
            {
                crowd.IsClosed = true;
                crowd.Users.Clear();
                crowd.Announced = CrowdStep.None;
            }
        }
    }

    /// <summary>Tells the world when the step has changed: once per change, in order. Called after the reply of the command that changed it.</summary>
    internal void Announce(IBroker broker, WorldId world, RoomId room)
    {
        var crowd = Of(room);
        lock (crowd.Lock)
        {
            if (crowd.IsAnnouncing)
            {
                return;
            }

            crowd.IsAnnouncing = true;
        }

        try
        {
            while (TryTakeStep(crowd) is { } step)
            {
                RoomBroadcasts.PublishStep(broker, world, room, step);
            }
        }
        catch
        {
            // Else the room would never announce anything again.
            lock (crowd.Lock)
            {
                crowd.IsAnnouncing = false;
            }

            throw;
        }
    }

    private static void SetClosed(RoomCrowd crowd, bool isClosed)
    {
        lock (crowd.Lock)
        {
            crowd.IsClosed = isClosed;
        }
    }

    /// <summary>The step to announce next; null: nothing is left and the turn is over.</summary>
    private static CrowdStep? TryTakeStep(RoomCrowd crowd)
    {
        lock (crowd.Lock)
        {
            var step = crowd.Step;
            if (step == crowd.Announced)
            {
                crowd.IsAnnouncing = false;
                return null;
            }

            crowd.Announced = step;
            return step;
        }
    }
}
