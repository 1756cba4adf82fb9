using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.Compare.Load;

/// <summary>
/// Which message has reached whom: every delivery is counted once, later ones as duplicates, missing ones as lost. A bit per receiver of the messages under way. Not
/// thread-safe.
/// </summary>
/// <param name="firstNumber">Of the first message; deliveries of earlier ones belong to a phase that is over.</param>
/// <param name="receivers">How many must get each message.</param>
internal sealed class MessageBook(int firstNumber, int receivers)
{
    private readonly List<Entry> _entries = [];
    private readonly Stack<ulong[]> _free = new();

    /// <summary>Number of the next message.</summary>
    public int NextNumber => firstNumber + _entries.Count;

    public int UnderWay { get; private set; }

    public long Deliveries { get; private set; }

    public long Duplicates { get; private set; }

    /// <summary>Deliveries that have not come.</summary>
    public long Missing { get; private set; }

    public LatencyHistogram Latency { get; } = new();

    /// <summary>Notes a message down before it is sent.</summary>
    /// <param name="sentAt">Time from which its latency counts.</param>
    /// <param name="slot">Returned when it has arrived everywhere.</param>
    public int Begin(long sentAt, int slot)
    {
        if (!_free.TryPop(out var seen))
        {
            seen = new ulong[(receivers + 63) / 64];
        }

        _entries.Add(new Entry(sentAt, slot, seen) { Missing = receivers });
        UnderWay++;
        Missing += receivers;
        return NextNumber - 1;
    }

    /// <returns>The message's slot when this was the last receiver; null: others are still waited for, or it is a duplicate.</returns>
    public int? Deliver(int number, int client, long receivedAt)
    {
        if (number < firstNumber)
        {
            return null;
        }

        var entry = _entries[number - firstNumber];
        var bit = 1UL << (client & 63);
        if (entry.Seen is not { } seen || (seen[client >> 6] & bit) != 0)
        {
            Duplicates++;
            return null;
        }

        seen[client >> 6] |= bit;
        Deliveries++;
        Missing--;
        Latency.Record(receivedAt - entry.SentAt);
        if (--entry.Missing > 0)
        {
            return null;
        }

        entry.Seen = null;
        Array.Clear(seen);
        _free.Push(seen);
        UnderWay--;
        return entry.Slot;
    }

    private sealed class Entry(long sentAt, int slot, ulong[] seen)
    {
        public long SentAt => sentAt;

        public int Slot => slot;

        // Null: everybody has it.
        public ulong[]? Seen { get; set; } = seen;

        public int Missing { get; set; }
    }
}
