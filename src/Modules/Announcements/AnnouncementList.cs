using System.Collections.Concurrent;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Concurrency;

namespace Venueless.Fast.Modules.Announcements;

/// <summary>
/// The visible announcements of each world, prepared for logins: read and encoded once, then bytes for everybody. One per node, thread-safe.
/// </summary>
/// <remarks>
/// <para>Per login; 0 B while nothing changes; see AnnouncementListBenchmarks.</para>
/// <para>A list is given up when the first of its announcements ends, when the world's stamp moves (whoever has changed the rows, also while the nodes do not hear each
/// other), and at each change that this node hears of. The last comes before the change's push is delivered: whoever has joined the world's topic too late for the
/// push finds no older list.</para>
/// </remarks>
public sealed class AnnouncementList : IVisibleAnnouncements, ISignalHandler
{
    /// <summary>For the other nodes, before the push of a change.</summary>
    internal static readonly Signal Changed = new(SignalKind.AnnouncementsChanged, default);

    private readonly IAnnouncementStore _store;
    private readonly TimeProvider _time;
    private readonly CoalescedReads<WorldState, PreparedList> _preparations;
    private readonly ConcurrentDictionary<WorldId, Shelf> _shelves = new();

    public AnnouncementList(IAnnouncementStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
        _preparations = new CoalescedReads<WorldState, PreparedList>(PrepareAsync);
    }

    /// <inheritdoc/>
    public SignalKind Kind => SignalKind.AnnouncementsChanged;

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(WorldState world)
    {
        return ShelfOf(world.Id).List is { } list && list.Stamp == world.Stamp && _time.GetUtcNow() < list.End
            ? new ValueTask<ReadOnlyMemory<byte>>(list.Json)
            : ReadSlowAsync(world);
    }

    /// <inheritdoc/>
    public ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body)
    {
        Forget(world);
        return ValueTask.CompletedTask;
    }

    /// <summary>The rows have changed. Before the change is pushed.</summary>
    internal void Forget(WorldId world)
    {
        if (_shelves.TryGetValue(world, out var shelf))
        {
            shelf.Clear();
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadSlowAsync(WorldState world) => (await _preparations.ReadAsync(world)).Json;

    private async Task<PreparedList> PrepareAsync(WorldState world)
    {
        var shelf = ShelfOf(world.Id);
        var now = _time.GetUtcNow();

        // Both before the read: what is read is at least as new.
        var changes = shelf.Changes;
        var stamp = world.Stamp;
        var visible = await _store.ReadActiveAsync(world.Id, now);
        var list = new PreparedList(Encode(visible, now), stamp, EndOf(visible));
        shelf.Put(list, changes);
        return list;
    }

    private Shelf ShelfOf(WorldId world) => _shelves.GetOrAdd(world, static _ => new Shelf());

    private static DateTimeOffset EndOf(IReadOnlyList<Announcement> announcements)
    {
        var end = DateTimeOffset.MaxValue;
        foreach (var announcement in announcements)
        {
            if (announcement.ShowUntil is { } showUntil && showUntil < end)
            {
                end = showUntil;
            }
        }

        return end;
    }

    private static byte[] Encode(IReadOnlyList<Announcement> announcements, DateTimeOffset now) =>
        MessageBuffer.Encode(json => AnnouncementObject.WriteAll(json, announcements, now));

    /// <param name="End">Of the first announcement that ends.</param>
    private sealed record PreparedList(byte[] Json, long Stamp, DateTimeOffset End);

    /// <summary>The list of one world. Thread-safe.</summary>
    private sealed class Shelf
    {
        private readonly Lock _lock = new();

        // Written under _lock, read by everybody.
        private PreparedList? _list;
        private int _changes;

        public PreparedList? List => Volatile.Read(ref _list);

        /// <summary>Counts what a read under way may have been too early for.</summary>
        public int Changes => Volatile.Read(ref _changes);

        public void Clear()
        {
            lock (_lock)
            {
                _changes++;
                Volatile.Write(ref _list, null);
            }
        }

        public void Put(PreparedList list, int changes)
        {
            lock (_lock)
            {
                if (changes == _changes)
                {
                    Volatile.Write(ref _list, list);
                }
            }
        }
    }
}
