using System.Text.Json;
using Venueless.Fast.Core.Buffers;

namespace Venueless.Fast.Core.Protocol;

/// <summary>A buffer and its JSON writer, to build one outgoing message. Rented for the length of one message; not thread-safe.</summary>
/// <remarks>Per reply and broadcast, 0 B in steady state: writer (136 B) and object are reused, the array is pooled.</remarks>
public sealed class MessageBuffer
{
    private MessageBuffer() => Json = new Utf8JsonWriter(Buffer, JsonOutput.Options);

    // One buffer per thread covers the common case of build, frame, return on one thread; nested or async users allocate one.
    [ThreadStatic]
    private static MessageBuffer? _kept;

    /// <summary>Raw bytes may be written here only while <see cref="Json"/> is flushed.</summary>
    public PooledBufferWriter Buffer { get; } = new();

    public Utf8JsonWriter Json { get; }

    /// <summary>Takes the thread's kept buffer or a new one, empty.</summary>
    public static MessageBuffer Rent()
    {
        var kept = _kept;
        if (kept is null)
        {
            return new MessageBuffer();
        }

        _kept = null;
        return kept;
    }

    /// <summary>A buffer outside the per-thread reuse, for owners that keep it across threads and empty it by <see cref="Clear"/>.</summary>
    public static MessageBuffer Create() => new();

    /// <summary>The bytes of one JSON value, for whoever keeps them. Not for hot paths: costs the delegate and the copy.</summary>
    public static byte[] Encode(Action<Utf8JsonWriter> write)
    {
        var buffer = Rent();
        try
        {
            write(buffer.Json);
            buffer.Json.Flush();
            return buffer.Buffer.WrittenSpan.ToArray();
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>Empties the buffer; the array goes back to the pool.</summary>
    public void Clear()
    {
        Buffer.Reset();
        Json.Reset(Buffer);
    }

    /// <summary>Empties the buffer and keeps it for the next message of this thread. The caller must not use it afterwards.</summary>
    public void Return()
    {
        Clear();
        _kept = this;
    }

    /// <summary>Frames what was written; the caller owns the frame's one reference. The buffer stays rented.</summary>
    public SharedFrame ToFrame()
    {
        Json.Flush();
        return SharedFrame.CreateText(Buffer.WrittenSpan);
    }
}
