using System.Buffers;
using System.IO.Compression;
using System.Text;
using BenchmarkDotNet.Attributes;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Bench.Transport;

/// <summary>One inbound text message, plain and compressed: what a browser's habit of compressing everything costs.</summary>
[MemoryDiagnoser]
public class InflateBenchmarks
{
    private readonly FrameReader _reader = new() { TakesCompressed = true };
    private byte[] _plain = [];
    private byte[] _compressed = [];

    [Params(20, 300, 16_384)]
    public int MessageBytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(static i => $"[\"chat.send\",{i},{{\"a\":{i * 31 % 97}}}]"))[..MessageBytes]);
        using var output = new MemoryStream();
        using (var stream = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(text);
            stream.Flush();
            _compressed = ClientFrame.Encode(WireFrame.TextOpcode, output.ToArray().AsSpan(0, (int)output.Length - 4), reservedBits: 4, key: [0, 0, 0, 0]);
        }

        // A key of zeros leaves the bytes as they are, so one buffer serves for all rounds.
        _plain = ClientFrame.Encode(WireFrame.TextOpcode, text, key: [0, 0, 0, 0]);
        if (Plain() != MessageBytes || Compressed() != MessageBytes)
        {
            throw new InvalidOperationException("The reader does not give the message back.");
        }
    }

    [Benchmark(Baseline = true, Description = "plain")]
    public long Plain() => Read(_plain);

    [Benchmark(Description = "compressed")]
    public long Compressed() => Read(_compressed);

    private long Read(byte[] frame)
    {
        var input = new ReadOnlySequence<byte>(frame);
        return _reader.Read(ref input, 1024 * 1024, out var payload) == FrameReadStatus.Message ? payload.Length : -1;
    }
}
