using System.Buffers;
using System.Text.Json;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>A world config in bytes, with a gap for the crowd step of every room: the only part that changes while the snapshot lives. Thread-safe.</summary>
/// <param name="segments">What stands before each gap, and behind the last one.</param>
/// <param name="rooms">Whose step goes into each gap.</param>
internal sealed class EncodedWorldConfig(IReadOnlyList<byte[]> segments, IReadOnlyList<RoomId> rooms)
{
    // "none" and the like with their quotes.
    private const int MaxStepLength = 6;

    private readonly IReadOnlyList<byte[]> _segments = segments;
    private readonly IReadOnlyList<RoomId> _rooms = rooms;
    private readonly int _maxLength = segments.Sum(static segment => segment.Length) + (rooms.Count * MaxStepLength);
    private readonly Lock _lock = new();

    // The newest compressed form, replaced under the lock.
    private volatile CompressedWorldConfig? _compressed;

    /// <summary>Writes the object with the steps of this moment. 0 B but what the writer's own buffer grows by.</summary>
    public void WriteTo(Utf8JsonWriter json, IRoomCrowd crowd)
    {
        var whole = ArrayPool<byte>.Shared.Rent(_maxLength + _rooms.Count);
        try
        {
            json.WriteRawValue(Fill(whole, crowd, out _), skipInputValidation: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    /// <summary>As <see cref="WriteTo"/>, and returns the same bytes compressed: anew only when a step has changed since the last time, which is counted.</summary>
    public ReadOnlySpan<byte> WriteAndCompressTo(Utf8JsonWriter json, IRoomCrowd crowd, ref long compressions)
    {
        var whole = ArrayPool<byte>.Shared.Rent(_maxLength + _rooms.Count);
        try
        {
            var written = Fill(whole, crowd, out var steps);
            json.WriteRawValue(written, skipInputValidation: true);
            return CompressedFor(steps, written, ref compressions).Bytes;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    private CompressedWorldConfig CompressedFor(ReadOnlySpan<byte> steps, ReadOnlySpan<byte> written, ref long compressions)
    {
        var compressed = _compressed;
        if (compressed is null || !steps.SequenceEqual(compressed.Steps))
        {
            // Who comes meanwhile waits: in a storm of equal users one of them does the work.
            lock (_lock)
            {
                compressed = _compressed;
                if (compressed is null || !steps.SequenceEqual(compressed.Steps))
                {
                    Interlocked.Increment(ref compressions);
                    _compressed = compressed = new CompressedWorldConfig(steps.ToArray(), Deflater.CompressPart(written));
                }
            }
        }

        return compressed;
    }

    // The object, and behind it in the array the step of every room.
    private ReadOnlySpan<byte> Fill(byte[] whole, IRoomCrowd crowd, out ReadOnlySpan<byte> steps)
    {
        var length = Append(whole, 0, _segments[0]);
        for (var gap = 0; gap < _rooms.Count; gap++)
        {
            var step = crowd.StepOf(_rooms[gap]);
            whole[_maxLength + gap] = (byte)step;
            length = Append(whole, length, "\""u8);
            length = Append(whole, length, WorldConfigWriter.CrowdText(step));
            length = Append(whole, length, "\""u8);
            length = Append(whole, length, _segments[gap + 1]);
        }

        steps = whole.AsSpan(_maxLength, _rooms.Count);
        return whole.AsSpan(0, length);
    }

    private static int Append(byte[] whole, int length, ReadOnlySpan<byte> part)
    {
        part.CopyTo(whole.AsSpan(length));
        return length + part.Length;
    }
}
