using System.Buffers;
using System.Security.Cryptography;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Transport.Tests.WebSockets;

/// <summary>Feeds a frame reader as a pipe would, in chosen pieces and segments, and writes down what comes out.</summary>
internal sealed class FrameStream
{
    private readonly FrameReader _reader = new();
    private readonly List<byte[]> _segments = [];
    private bool _isViolated;

    public List<string> Results { get; } = [];

    public FrameReader Reader => _reader;

    public long UnconsumedBytes => _segments.Sum(static segment => (long)segment.Length);

    public long MaxMessageBytes { get; init; } = 1024 * 1024;

    public static List<string> ReadAll(byte[] input, params int[] cuts)
    {
        var stream = new FrameStream();
        var start = 0;
        foreach (var cut in cuts)
        {
            stream.Feed(input[start..cut]);
            start = cut;
        }

        stream.Feed(input[start..]);
        stream._reader.Release();
        return stream.Results;
    }

    /// <summary>Adds one piece as its own segment and reads what can be read.</summary>
    public void Feed(byte[] piece)
    {
        if (piece.Length > 0)
        {
            _segments.Add(piece);
        }

        var input = ToSequence();
        while (!_isViolated)
        {
            var status = _reader.Read(ref input, MaxMessageBytes, out var payload);
            if (status == FrameReadStatus.Incomplete)
            {
                break;
            }

            _isViolated = status == FrameReadStatus.Violation;
            Results.Add(status switch
            {
                FrameReadStatus.Message => $"{_reader.MessageType} {Describe(payload)}",
                FrameReadStatus.Violation => $"Violation {_reader.Violation}",
                FrameReadStatus.Close => $"Close {_reader.CloseCode}",
                _ => $"{status} {Describe(payload)}",
            });
        }

        Consume(input);
    }

    private static string Describe(in ReadOnlySequence<byte> payload) =>
        payload.Length <= 64 ? Convert.ToHexString(payload.ToArray()) : $"{payload.Length} {Hash(payload)}";

    private static string Hash(in ReadOnlySequence<byte> payload) =>
        Convert.ToHexString(SHA256.HashData(payload.ToArray()))[..16];

    private ReadOnlySequence<byte> ToSequence()
    {
        if (_segments.Count == 0)
        {
            return ReadOnlySequence<byte>.Empty;
        }

        var first = new Segment(_segments[0], 0);
        var last = first;
        foreach (var segment in _segments.Skip(1))
        {
            last = last.Append(segment);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    // What is not consumed keeps its memory: bytes unmasked in place must not be masked again.
    private void Consume(in ReadOnlySequence<byte> rest)
    {
        var left = rest.Length;
        var kept = new List<byte[]>();
        for (var i = _segments.Count - 1; i >= 0 && left > 0; i--)
        {
            var taken = (int)Math.Min(left, _segments[i].Length);
            kept.Insert(0, taken == _segments[i].Length ? _segments[i] : _segments[i][^taken..]);
            left -= taken;
        }

        _segments.Clear();
        _segments.AddRange(kept);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, long runningIndex)
        {
            Memory = bytes;
            RunningIndex = runningIndex;
        }

        public Segment Append(byte[] bytes)
        {
            var next = new Segment(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
