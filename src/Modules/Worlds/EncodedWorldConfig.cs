using System.Buffers;
using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>A world config in bytes, with a gap for the crowd step of every room: the only part that changes while the snapshot lives. Immutable.</summary>
/// <param name="segments">What stands before each gap, and behind the last one.</param>
/// <param name="rooms">Whose step goes into each gap.</param>
internal sealed class EncodedWorldConfig(IReadOnlyList<byte[]> segments, IReadOnlyList<RoomId> rooms)
{
    // "none" and the like with their quotes.
    private const int MaxStepLength = 6;

    private readonly IReadOnlyList<byte[]> _segments = segments;
    private readonly IReadOnlyList<RoomId> _rooms = rooms;
    private readonly int _maxLength = segments.Sum(static segment => segment.Length) + (rooms.Count * MaxStepLength);

    /// <summary>Writes the object with the steps of this moment. 0 B but what the writer's own buffer grows by.</summary>
    public void WriteTo(Utf8JsonWriter json, IRoomCrowd crowd)
    {
        var whole = ArrayPool<byte>.Shared.Rent(_maxLength);
        try
        {
            var length = Append(whole, 0, _segments[0]);
            for (var gap = 0; gap < _rooms.Count; gap++)
            {
                length = Append(whole, length, "\""u8);
                length = Append(whole, length, WorldConfigWriter.CrowdText(crowd.StepOf(_rooms[gap])));
                length = Append(whole, length, "\""u8);
                length = Append(whole, length, _segments[gap + 1]);
            }

            json.WriteRawValue(whole.AsSpan(0, length), skipInputValidation: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    private static int Append(byte[] whole, int length, ReadOnlySpan<byte> part)
    {
        part.CopyTo(whole.AsSpan(length));
        return length + part.Length;
    }
}
