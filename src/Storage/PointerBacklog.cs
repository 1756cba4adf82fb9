using System.Globalization;
using System.Runtime.InteropServices;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage;

/// <summary>Read pointers that were set and are not stored yet: one per user and channel, the last one set. Not thread-safe: its owner's lock guards it.</summary>
/// <remarks>Per <c>chat.mark_read</c>; 0 B once it has grown, because it is emptied and used again.</remarks>
internal sealed class PointerBacklog
{
    /// <summary>Pointers that are kept while the store is away, some 100 B each; those of a full world, several times.</summary>
    public const int MaxCount = 200_000;

    private readonly Dictionary<(UserId User, ChannelId Channel), Entry> _entries = [];

    // The first link of each user's chain of entries.
    private readonly Dictionary<UserId, ChannelId> _chains = [];

    /// <summary>So many pointers, in words; null: none.</summary>
    public static string? Describe(int count) => count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{count} read pointers");

    /// <summary>Number of pointers.</summary>
    public int Count => _entries.Count;

    /// <summary>Users with pointers in here; borrowed.</summary>
    public Dictionary<UserId, ChannelId>.KeyCollection Users => _chains.Keys;

    /// <summary>The last one counts. Throws <see cref="StoreUnavailableException"/> when it is full.</summary>
    public void Set(UserId user, ChannelId channel, long eventId)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrNullRef(_entries, (user, channel));
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref known))
        {
            known.EventId = eventId;
            return;
        }

        if (_entries.Count >= MaxCount)
        {
            throw new StoreUnavailableException("Too many read pointers wait for the store.");
        }

        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_chains, user, out var hasOthers);
        _entries.Add((user, channel), new Entry { EventId = eventId, Next = hasOthers ? first : null });
        first = channel;
    }

    public bool Contains(UserId user) => _chains.ContainsKey(user);

    /// <summary>Writes the user's pointers over those that are stored.</summary>
    public void CopyTo(Dictionary<ChannelId, long> pointers, UserId user)
    {
        ChannelId? next = _chains.TryGetValue(user, out var first) ? first : null;
        while (next is { } channel)
        {
            var entry = _entries[(user, channel)];
            pointers[channel] = entry.EventId;
            next = entry.Next;
        }
    }

    /// <summary>The pointers of these were not stored: they come back, unless newer ones were set.</summary>
    public void PutBack(PointerBacklog older)
    {
        foreach (var ((user, channel), entry) in older._entries)
        {
            if (!_entries.ContainsKey((user, channel)) && _entries.Count < MaxCount)
            {
                Set(user, channel, entry.EventId);
            }
        }
    }

    /// <summary>What is in here, in any order; borrowed.</summary>
    public IEnumerable<(UserId User, ChannelId Channel, long EventId)> All()
    {
        foreach (var ((user, channel), entry) in _entries)
        {
            yield return (user, channel, entry.EventId);
        }
    }

    public void Clear()
    {
        _entries.Clear();
        _chains.Clear();
    }

    private struct Entry
    {
        public long EventId;

        /// <summary>The user's entry before this one.</summary>
        public ChannelId? Next;
    }
}
