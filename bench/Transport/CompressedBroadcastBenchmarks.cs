using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Transport;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Bench.Transport;

/// <summary>One push of 4 KiB to everybody who has negotiated permessage-deflate: compressed once, or once per receiver as with context takeover; plain beside it.</summary>
[MemoryDiagnoser]
public class CompressedBroadcastBenchmarks
{
    private readonly byte[] _payload = Encoding.UTF8.GetBytes(string.Concat(
        Enumerable.Range(0, 40).Select(static i => $$"""{"id":"{{new Guid(i * 7919, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)}}","votes":{{i * 31 % 97}},"content":"Option number {{i}}"},""")));

    private MemoryConnection[] _connections = [];
    private MemoryConnection[] _plain = [];
    private SharedFrame _compressed = null!;

    [Params(1, 1000)]
    public int Subscribers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var services = new TransportServices(new TransportOptions(), TimeProvider.System, NullLogger.Instance);
        services.Registry.Dispose();
        _connections = [.. Enumerable.Range(0, Subscribers).Select(_ => new MemoryConnection(services, static connection => new ReplyHandler(connection), isCompressed: true))];
        _plain = [.. Enumerable.Range(0, Subscribers).Select(_ => new MemoryConnection(services, static connection => new ReplyHandler(connection)))];
        _compressed = SharedFrame.CreateText(_payload);
        if (Once() != PerReceiver() || Once() != Enqueue() || Enqueue() * 2 > Plain())
        {
            throw new InvalidOperationException("The ways do not send the same.");
        }
    }

    [Benchmark(Baseline = true, Description = "plain")]
    public long Plain() => Send(_plain);

    [Benchmark(Description = "compressed once")]
    public long Once() => Send(_connections);

    [Benchmark(Description = "compressed per receiver")]
    public long PerReceiver()
    {
        foreach (var connection in _connections)
        {
            var frame = SharedFrame.CreateText(_payload);
            connection.Connection.TryEnqueue(frame);
            frame.Release();
        }

        return Drain(_connections);
    }

    /// <summary>What each receiver costs once the form is there.</summary>
    [Benchmark(Description = "compressed before")]
    public long Enqueue()
    {
        foreach (var connection in _connections)
        {
            connection.Connection.TryEnqueue(_compressed);
        }

        return Drain(_connections);
    }

    private long Send(MemoryConnection[] connections)
    {
        var frame = SharedFrame.CreateText(_payload);
        foreach (var connection in connections)
        {
            connection.Connection.TryEnqueue(frame);
        }

        frame.Release();
        return Drain(connections);
    }

    private static long Drain(MemoryConnection[] connections)
    {
        var drained = 0L;
        foreach (var connection in connections)
        {
            drained += connection.Drain();
        }

        return drained;
    }
}
