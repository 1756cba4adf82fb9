using System.Text;
using BenchmarkDotNet.Attributes;
using Venueless.Fast.Bench.Hall;
using Venueless.Fast.Testing;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Bench.Modules;

/// <summary>
/// <c>room.react</c> from the masked frame in the receive buffer to the reply's frame in the pipe; the next user with each one. A user alone is debounced most of the time.
/// </summary>
[MemoryDiagnoser]
public class RoomReactBenchmarks
{
    private static readonly byte[] Ping = ClientFrame.Encode(1, "[\"ping\",1763824000000]"u8);

    private readonly HallStores _stores = HallStores.InMemory();
    private EventHall _hall = null!;
    private byte[] _frame = [];
    private int _next;

    [Params(1, 1000)]
    public int Users { get; set; }

    /// <summary>Of sessions and modules; the budget's test lets it stand still.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the reactions of a finished tick go.</summary>
    internal InMemoryReactionStore Stored => (InMemoryReactionStore)_stores.Reactions;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _hall = new EventHall(_stores, BenchWorld.Id, Time);
        await _hall.AdmitAsync(Users, "ticket");
        var room = (await _stores.Worlds.LoadAsync(BenchWorld.Id))!.Rooms[0].Id;
        _frame = ClientFrame.Encode(1, Encoding.UTF8.GetBytes($$"""["room.react",17,{"room":"{{room}}","reaction":"👏"}]"""));

        // The first use of a room by a connection validates the world, once.
        for (var user = 0; user < Users; user++)
        {
            _hall.Guests[user].Link.Receive(_frame);
            var reply = _hall.Guests[user].Link.DrainText();
            if (!reply.Contains("[\"success\",17,{}]", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"The reaction was not counted: {reply}");
            }
        }
    }

    /// <summary>The cheapest message there is, on the same way.</summary>
    [Benchmark(Baseline = true)]
    public long PingPong() => Exchange(Ping);

    [Benchmark]
    public long React() => Exchange(_frame);

    private long Exchange(byte[] frame)
    {
        var guest = _hall.Guests[_next];
        _next = (_next + 1) % Users;
        guest.Link.Receive(frame);
        return guest.Link.Drain();
    }
}
