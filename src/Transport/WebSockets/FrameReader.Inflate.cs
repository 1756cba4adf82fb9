using System.Buffers;
using Venueless.Fast.Transport.Compression;

namespace Venueless.Fast.Transport.WebSockets;

// Compressed messages (RFC 7692 section 6.2). Owns inflated bytes only between a message and the next call, so a connection that waits holds none.
internal sealed partial class FrameReader
{
    // Larger than this an inflated message is not kept while its handler is busy: inflating it again costs less than what a thousand of them would hold.
    private const int MaxKeptInflatedBytes = 64 * 1024;

    // The message as it came, for ShrinkInflated. In the pipe or in the assembly.
    private ReadOnlySequence<byte> _compressed;
    private MessageAssembly? _inflated;
    private bool _isShrunk;

    /// <summary>Whether permessage-deflate was negotiated.</summary>
    public bool TakesCompressed { get; init; }

    /// <summary>Length of the message that Read returned last, when it came compressed; else 0.</summary>
    public long InflatedBytes => _inflated?.Length ?? 0;

    /// <summary>Gives up the inflated form of the message that Read returned last, if it is large; its payload must not be used any more. See <see cref="InflateAgain"/>.</summary>
    public void ShrinkInflated()
    {
        if (_inflated?.Length > MaxKeptInflatedBytes)
        {
            _inflated.Release();
            _isShrunk = true;
        }
    }

    /// <summary>The payload that Read returned last, after <see cref="ShrinkInflated"/>. Borrowed as before.</summary>
    public void InflateAgain(ref ReadOnlySequence<byte> payload)
    {
        if (_isShrunk)
        {
            _isShrunk = false;
            // It was found good before: same bytes, same result.
            MessageInflater.Inflate(_compressed, isText: false, long.MaxValue - 1, _inflated!);
            payload = _inflated!.AsSequence();
        }
    }

    private bool IsCompressionAllowed(byte opcode) => TakesCompressed && opcode is OpcodeText or OpcodeBinary;

    // Compression may make a message longer: by 5 bytes per 64 KiB, or by a bit per byte when the sender does not look. What counts is checked while inflating.
    private static long MaxCollectedBytes(long maxMessageBytes, bool isCompressed) => isCompressed ? maxMessageBytes + (maxMessageBytes / 8) + 64 : maxMessageBytes;

    private FrameReadStatus FinishCompressed(long maxMessageBytes, ref ReadOnlySequence<byte> payload)
    {
        _compressed = payload;
        _inflated = new MessageAssembly();
        _isAssemblyDelivered = true;
        if (MessageInflater.Inflate(payload, _messageOpcode == OpcodeText, maxMessageBytes, _inflated) is { } fault)
        {
            payload = default;
            return Fail(fault);
        }

        payload = _inflated.AsSequence();
        return FinishMessage();
    }

    private void ReleaseInflated()
    {
        _inflated?.Release();
        _inflated = null;
        _isShrunk = false;
        _compressed = default;
    }
}
