namespace Venueless.Fast.LoadTest.Client.Loops;

/// <summary>Numbers for connections. A number is never used for another connection: the upper half counts how often its slot was given away.</summary>
internal sealed class SlotTable
{
    private readonly List<LoopConnection?> _connections = [];
    private readonly List<uint> _generations = [];
    private readonly Stack<int> _free = new();

    public ulong Add(LoopConnection connection)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _connections.Count;
            _connections.Add(null);
            _generations.Add(0);
        }

        _connections[slot] = connection;
        connection.Slot = slot;
        return ((ulong)_generations[slot] << 32) | (uint)slot;
    }

    public LoopConnection? Find(ulong number)
    {
        var slot = (int)(uint)number;
        return slot < _connections.Count && _generations[slot] == number >> 32 ? _connections[slot] : null;
    }

    public void Remove(LoopConnection connection)
    {
        var slot = connection.Slot;
        if (slot >= 0 && ReferenceEquals(_connections[slot], connection))
        {
            _connections[slot] = null;
            _generations[slot] = (_generations[slot] + 1) & int.MaxValue; // Never the upper half of the loop's own numbers.
            _free.Push(slot);
        }
    }

    public LoopConnection[] ToArray() => [.. _connections.OfType<LoopConnection>()];
}
