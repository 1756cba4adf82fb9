using BenchmarkDotNet.Attributes;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Bench.Transport;

[MemoryDiagnoser]
public class MaskingBenchmarks
{
    private byte[] _payload = [];

    [Params(20, 300, 65_536)]
    public int PayloadBytes { get; set; }

    [GlobalSetup]
    public void Setup() => _payload = new byte[PayloadBytes];

    [Benchmark(Baseline = true)]
    public void Bytewise()
    {
        ReadOnlySpan<byte> key = [1, 2, 3, 4];
        var payload = _payload.AsSpan();
        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] ^= key[i & 3];
        }
    }

    [Benchmark]
    public uint Apply() => Masking.Apply(_payload, 0x04030201);
}
