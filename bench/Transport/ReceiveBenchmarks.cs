using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Transport;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Bench.Transport;

/// <summary>Messages that arrive in one read, each answered; the replies leave in one flush.</summary>
[MemoryDiagnoser]
public class ReceiveBenchmarks
{
    // FIN and text, mask bit and length, key of zeros, payload.
    private static readonly byte[] Ping = [0x81, 0x80 | 10, 0, 0, 0, 0, .. "[\"ping\",1]"u8];

    private MemoryConnection? _connection;
    private byte[] _batch = [];

    [Params(10)]
    public int MessagesPerRead { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var services = new TransportServices(new TransportOptions { CommandsPerSecond = 0 }, TimeProvider.System, NullLogger.Instance);
        services.Registry.Dispose();
        _connection = new MemoryConnection(services, static connection => new ReplyHandler(connection));
        _batch = new byte[Ping.Length * MessagesPerRead];
        for (var i = 0; i < MessagesPerRead; i++)
        {
            Ping.CopyTo(_batch, i * Ping.Length);
        }

        if (OneMessagePerRead() != 12 * MessagesPerRead || MessageAndReply() != 12 * MessagesPerRead)
        {
            throw new InvalidOperationException("Not every message was answered.");
        }
    }

    [Benchmark(Baseline = true)]
    public long OneMessagePerRead()
    {
        var drained = 0L;
        for (var i = 0; i < MessagesPerRead; i++)
        {
            _connection!.Receive(Ping);
            drained += _connection.Drain();
        }

        return drained;
    }

    [Benchmark]
    public long MessageAndReply()
    {
        _connection!.Receive(_batch);
        return _connection.Drain();
    }
}
