using System.Text;
using BenchmarkDotNet.Attributes;
using Venueless.Fast.Bench.Hall;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Testing;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Bench.Modules;

/// <summary>
/// <c>chat.mark_read</c> of viewers of a persistent chat, each time a newer message, from the masked frame in the receive buffer to the reply and the counts in the pipe;
/// the next viewer with each one. Everybody waits for the next message anew each time, as in a room where somebody writes.
/// </summary>
[MemoryDiagnoser]
public class MarkReadBenchmarks
{
    // Enough that a pointer moves forward all the time a test looks.
    private const int Messages = 2048;

    private const int FirstEvent = 1_000_000;

    private static readonly byte[] Ping = ClientFrame.Encode(1, "[\"ping\",1763824000000]"u8);

    private readonly InstantReadStates _pointers = new();
    private readonly List<HallGuest> _readers = [];
    private readonly List<HallGuest> _secondTabs = [];
    private byte[][] _frames = [];
    private EventHall _hall = null!;
    private ChannelId _channel;
    private int _nextReader;
    private int _nextFrame;

    /// <summary>Users who read.</summary>
    [Params(1, 1000)]
    public int Users { get; set; } = 1;

    /// <summary>Connections of each user; one reads, the other is told now and then.</summary>
    [Params(1, 2)]
    public int Tabs { get; set; } = 1;

    /// <summary>Of sessions and modules; the budget's test lets it stand still.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How far the first user has read.</summary>
    internal long LastRead => _pointers.Find(_readers[0].User.Id, _channel);

    /// <summary>Everything that was sent to the second tabs since the last time.</summary>
    internal string TakeSecondTabs() => string.Concat(_secondTabs.Select(static tab => tab.Link.DrainText()));

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var stores = HallStores.InMemory() with { ReadStates = _pointers };
        var room = BenchWorld.PersistentRoom();
        _channel = room.Channel!.Value;
        ((InMemoryWorldStore)stores.Worlds).Put(BenchWorld.Row, room);
        _hall = new EventHall(stores, BenchWorld.Id, Time);
        await _hall.AdmitAsync(Users, "ticket");
        _readers.AddRange(_hall.Guests);
        for (var tab = 1; tab < Tabs; tab++)
        {
            foreach (var reader in _readers)
            {
                _secondTabs.Add(await _hall.AdmitAgainAsync(reader.User));
            }
        }

        _frames = [.. Enumerable.Range(FirstEvent, Messages).Select(id => ClientFrame.Encode(1, Encoding.UTF8.GetBytes(
            $$"""["chat.mark_read",17,{"channel":"{{_channel}}","id":{{id}}}]""")))];

        // What is unknown of a user is read once, and what may be told at once to the second tabs is told.
        for (var round = 0; round < 10 * Users; round++)
        {
            _readers[_nextReader].Link.Receive(_frames[0]);
            var reply = _readers[_nextReader].Link.DrainText();
            _nextReader = (_nextReader + 1) % Users;
            if (!reply.Contains("[\"success\",17,{}]", StringComparison.Ordinal) || !reply.Contains("[\"chat.notification_counts\",{}]", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"It was not read: {reply}");
            }
        }

        if (LastRead != FirstEvent)
        {
            throw new InvalidOperationException("The pointer was not set.");
        }
    }

    /// <summary>The cheapest message there is, on the same way.</summary>
    [Benchmark(Baseline = true)]
    public long PingPong() => Exchange(Ping);

    [Benchmark]
    public long MarkRead()
    {
        var frame = _frames[_nextFrame];
        _nextFrame = (_nextFrame + 1) % Messages;
        return Exchange(frame);
    }

    private long Exchange(byte[] frame)
    {
        var reader = _readers[_nextReader];
        _nextReader = (_nextReader + 1) % Users;
        reader.Link.Receive(frame);
        return reader.Link.Drain();
    }
}
