using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Transport;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Bench.Transport;

/// <summary>One frame to everybody, and everybody drained: the consumers' work is part of the measurement.</summary>
[MemoryDiagnoser]
public class BroadcastBenchmarks
{
    private readonly byte[] _payload = new byte[300];
    private MemoryConnection[] _connections = [];

    [Params(1, 10, 1000, 10_000)]
    public int Subscribers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var services = new TransportServices(new TransportOptions(), TimeProvider.System, NullLogger.Instance);
        services.Registry.Dispose();
        _connections = new MemoryConnection[Subscribers];
        for (var i = 0; i < _connections.Length; i++)
        {
            _connections[i] = new MemoryConnection(services, static connection => new ReplyHandler(connection));
        }

        if (Enqueue() != 304L * Subscribers || FramePerSubscriber() != 304L * Subscribers)
        {
            throw new InvalidOperationException("The broadcast did not reach everybody.");
        }
    }

    /// <summary>What the shared frame replaces: framing for each receiver.</summary>
    [Benchmark(Baseline = true)]
    public long FramePerSubscriber()
    {
        foreach (var connection in _connections)
        {
            var frame = SharedFrame.CreateText(_payload);
            connection.Connection.TryEnqueue(frame);
            frame.Release();
        }

        return DrainAll();
    }

    [Benchmark]
    public long Enqueue()
    {
        var frame = SharedFrame.CreateText(_payload);
        foreach (var connection in _connections)
        {
            connection.Connection.TryEnqueue(frame);
        }

        frame.Release();
        return DrainAll();
    }

    private long DrainAll()
    {
        var drained = 0L;
        foreach (var connection in _connections)
        {
            drained += connection.Drain();
        }

        return drained;
    }
}
