using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace Venueless.Fast.LoadTest.Client.WebSockets;

/// <summary>
/// Inflates messages of permessage-deflate without context takeover. In a fan-out thousands of connections get the same bytes one after the other, so the last result is
/// kept: it is inflated once per loop, not once per connection. One per thread.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The stream holds memory only and lives as long as its thread.")]
internal sealed class MessageInflater
{
    private const int MaxBytes = 256 * 1024 * 1024;

    [ThreadStatic]
    private static MessageInflater? _ofThread;

    private readonly MemoryStream _compressed = new();
    private byte[] _inflated = new byte[64 * 1024];
    private int _length;
    private byte[] _lastCompressed = [];
    private int _lastLength = -1;

    public static MessageInflater OfThread => _ofThread ??= new MessageInflater();

    /// <returns>Valid until the next call.</returns>
    /// <exception cref="FormatException">No deflate data, or more than 256 MiB.</exception>
    public ReadOnlySpan<byte> Inflate(ReadOnlySpan<byte> compressed)
    {
        if (compressed.Length == _lastLength && compressed.SequenceEqual(_lastCompressed.AsSpan(0, _lastLength)))
        {
            return _inflated.AsSpan(0, _length);
        }

        _lastLength = -1;
        _compressed.SetLength(0);
        _compressed.Write(compressed);
        _compressed.Write([0x00, 0x00, 0xFF, 0xFF, 0x03, 0x00]); // The tail that the extension leaves out, and an end of the stream.
        _compressed.Position = 0;
        _length = 0;
        try
        {
            using var inflater = new DeflateStream(_compressed, CompressionMode.Decompress, leaveOpen: true);
            while (inflater.Read(_inflated.AsSpan(_length)) is > 0 and var count)
            {
                _length += count;
                if (_length == _inflated.Length)
                {
                    Array.Resize(ref _inflated, _length < MaxBytes ? 2 * _length : throw new FormatException("The server sent a compressed message of more than 256 MiB."));
                }
            }
        }
        catch (InvalidDataException failure)
        {
            throw new FormatException("The server sent a compressed message that does not inflate.", failure);
        }

        if (_lastCompressed.Length < compressed.Length)
        {
            _lastCompressed = new byte[compressed.Length];
        }

        compressed.CopyTo(_lastCompressed);
        _lastLength = compressed.Length;
        return _inflated.AsSpan(0, _length);
    }
}
