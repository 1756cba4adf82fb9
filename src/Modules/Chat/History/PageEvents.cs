using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat.History;

/// <summary>The events of a page, encoded one behind the other, so that every part of the page is a run of bytes. Immutable; any thread.</summary>
internal sealed class PageEvents
{
    private readonly long[] _ids;
    private readonly byte[] _encoded;

    // Where each event begins, and where the event behind the last one would.
    private readonly int[] _starts;

    /// <param name="events">Ascending.</param>
    public PageEvents(IReadOnlyList<ChatEvent> events)
    {
        _ids = new long[events.Count];
        _starts = new int[events.Count + 1];
        var buffer = MessageBuffer.Rent();
        for (var index = 0; index < events.Count; index++)
        {
            _ids[index] = events[index].Id;
            _starts[index] = buffer.Buffer.WrittenSpan.Length;
            ChatEventObject.Write(buffer.Json, events[index], "chat.event"u8);
            buffer.Json.Flush();
            buffer.Json.Reset(buffer.Buffer);
            buffer.Buffer.Write(","u8);
        }

        _starts[^1] = buffer.Buffer.WrittenSpan.Length;
        _encoded = buffer.Buffer.WrittenSpan.ToArray();
        buffer.Return();
    }

    public int Count => _ids.Length;

    /// <summary>Bytes in memory, nearly all there are.</summary>
    public int Bytes => _encoded.Length;

    /// <summary>How many have a lower id.</summary>
    public int CountBelow(long id)
    {
        var index = Array.BinarySearch(_ids, id);
        return index < 0 ? ~index : index;
    }

    /// <summary>The elements of an array; empty for none.</summary>
    /// <param name="end">Exclusive.</param>
    public ReadOnlySpan<byte> Elements(int start, int end) => start == end ? default : _encoded.AsSpan(_starts[start].._starts[end])[..^1];
}
