using System.Buffers.Binary;
using System.Text;
using Venueless.Fast.Core.Buffers;

namespace Venueless.Fast.Core.Messaging.Nodes;

/// <summary>Writes messages between nodes: numbers little-endian, bytes and texts with their length. Not thread-safe.</summary>
public sealed class NodeMessageWriter : IDisposable
{
    private readonly PooledBufferWriter _buffer = new();

    /// <summary>Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>Forgets what was written behind the first bytes.</summary>
    public void Truncate(int length) => _buffer.Truncate(length);

    public void WriteByte(byte value) => _buffer.Write([value]);

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(sizeof(int)), value);
        _buffer.Advance(sizeof(int));
    }

    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(sizeof(long)), value);
        _buffer.Advance(sizeof(long));
    }

    public void WriteGuid(Guid value)
    {
        value.TryWriteBytes(_buffer.GetSpan(16));
        _buffer.Advance(16);
    }

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteInt32(value.Length);
        _buffer.Write(value);
    }

    /// <summary>Without its websocket header.</summary>
    public void WriteFrame(SharedFrame frame) => WriteBytes(frame.Payload);

    /// <summary>Two forms; one that serves both is written once.</summary>
    public void WriteForms(SharedFrame first, SharedFrame second)
    {
        WriteFrame(first);
        var isShared = ReferenceEquals(first, second);
        WriteByte(isShared ? (byte)1 : (byte)0);
        if (!isShared)
        {
            WriteFrame(second);
        }
    }

    public void WriteTopic(TopicKey topic)
    {
        WriteByte((byte)topic.Kind);
        if (topic.Name is null)
        {
            WriteGuid(topic.Id);
        }
        else
        {
            WriteBytes(Encoding.UTF8.GetBytes(topic.Name));
        }
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose() => _buffer.Dispose();
}
