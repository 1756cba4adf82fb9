using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using BenchmarkDotNet.Attributes;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Bench.Transport;

/// <summary>One masked text message in one buffer: header, unmasking, UTF-8 check.</summary>
[MemoryDiagnoser]
public class FrameReaderBenchmarks
{
    private readonly FrameReader _reader = new();
    private byte[] _frame = [];
    private int _headerBytes;

    [Params(1, 20, 300, 4096, 65_536)]
    public int PayloadBytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _headerBytes = PayloadBytes switch { < 126 => 6, <= ushort.MaxValue => 8, _ => 14 };
        _frame = new byte[_headerBytes + PayloadBytes];
        _frame[0] = 0x81;
        switch (_headerBytes)
        {
            case 6:
                _frame[1] = (byte)(0x80 | PayloadBytes);
                break;
            case 8:
                _frame[1] = 0x80 | 126;
                BinaryPrimitives.WriteUInt16BigEndian(_frame.AsSpan(2), (ushort)PayloadBytes);
                break;
            default:
                _frame[1] = 0x80 | 127;
                BinaryPrimitives.WriteUInt64BigEndian(_frame.AsSpan(2), (ulong)PayloadBytes);
                break;
        }

        // The key stays zero: unmasking costs the same and leaves the one buffer as it was for the next round.
        _frame.AsSpan(_headerBytes).Fill((byte)'a');
        if (ReadMaskedText() != PayloadBytes || Bytewise() != PayloadBytes)
        {
            throw new InvalidOperationException("The reader does not give the payload back.");
        }
    }

    /// <summary>The simplest correct way: a loop over the bytes and the strict decoder.</summary>
    [Benchmark(Baseline = true)]
    public long Bytewise()
    {
        var payload = _frame.AsSpan(_headerBytes);
        var key = _frame.AsSpan(_headerBytes - 4, 4);
        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] ^= key[i & 3];
        }

        return Encoding.UTF8.GetCharCount(payload);
    }

    [Benchmark]
    public long ReadMaskedText()
    {
        var input = new ReadOnlySequence<byte>(_frame);
        return _reader.Read(ref input, long.MaxValue, out var payload) == FrameReadStatus.Message ? payload.Length : -1;
    }
}
