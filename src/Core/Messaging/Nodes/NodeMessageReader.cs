using System.Buffers.Binary;
using System.Text;
using Venueless.Fast.Core.Buffers;

namespace Venueless.Fast.Core.Messaging.Nodes;

/// <summary>Reads what <see cref="NodeMessageWriter"/> wrote. Every method throws <see cref="FormatException"/> when that is not what comes next.</summary>
public ref struct NodeMessageReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>What was not read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte ReadByte() => Take(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public Guid ReadGuid() => new(Take(16));

    public ReadOnlySpan<byte> ReadBytes() => Take(ReadInt32());

    /// <summary>The caller owns the result.</summary>
    public SharedFrame ReadFrame() => SharedFrame.CreateText(ReadBytes());

    /// <summary>The caller owns a reference of both.</summary>
    public (SharedFrame First, SharedFrame Second) ReadForms()
    {
        var first = ReadBytes();
        var isShared = ReadByte() == 1;
        var second = isShared ? default : ReadBytes();
        var frame = SharedFrame.CreateText(first);
        if (!isShared)
        {
            return (frame, SharedFrame.CreateText(second));
        }

        frame.AddRef();
        return (frame, frame);
    }

    public TopicKey ReadTopic()
    {
        var kind = (TopicKind)ReadByte();
        return kind is TopicKind.World or TopicKind.Version
            ? new TopicKey(kind, Guid.Empty, Encoding.UTF8.GetString(ReadBytes()))
            : new TopicKey(kind, ReadGuid(), null);
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > _rest.Length)
        {
            throw new FormatException("The message of another node is cut off.");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
