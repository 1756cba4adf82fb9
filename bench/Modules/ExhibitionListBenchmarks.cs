using System.Text;
using BenchmarkDotNet.Attributes;
using Venueless.Fast.Bench.Hall;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Testing;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Bench.Modules;

/// <summary><c>exhibition.list</c> from the masked frame in the receive buffer to the reply's frame in the pipe: a landing page with its sponsors. The store has no latency.</summary>
[MemoryDiagnoser]
public class ExhibitionListBenchmarks
{
    private static readonly byte[] Ping = ClientFrame.Encode(1, "[\"ping\",1763824000000]"u8);

    private EventHall _hall = null!;
    private byte[] _frame = [];

    [Params(4, 100)]
    public int Exhibitors { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var worlds = new InMemoryWorldStore();
        var room = BenchWorld.Rooms(1)[0] with { ModuleConfig = new RawJson("""[{"type": "exhibition.native"}]"""u8.ToArray()) };
        worlds.Put(BenchWorld.Row, room);
        var stores = HallStores.InMemory() with
        {
            Worlds = worlds,
            Exhibition = new FixedExhibitionStore([.. Enumerable.Range(0, Exhibitors).Select(number => ExhibitorOf(number, room.Id))]),
        };
        _hall = new EventHall(stores, BenchWorld.Id, TimeProvider.System);
        await _hall.AdmitAsync(1, "ticket");
        _frame = ClientFrame.Encode(1, Encoding.UTF8.GetBytes($$"""["exhibition.list",17,{"room":"{{room.Id}}"}]"""));
        _hall.Guests[0].Link.Receive(_frame);
        var reply = _hall.Guests[0].Link.DrainText();
        if (!reply.Contains($"Exhibitor {Exhibitors - 1}", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The exhibitors were not listed: {reply}");
        }
    }

    /// <summary>The cheapest message there is, on the same way.</summary>
    [Benchmark(Baseline = true)]
    public long PingPong() => Exchange(Ping);

    [Benchmark]
    public long List() => Exchange(_frame);

    private long Exchange(byte[] frame)
    {
        var guest = _hall.Guests[0];
        guest.Link.Receive(frame);
        return guest.Link.Drain();
    }

    private static ExhibitorDetails ExhibitorOf(int number, RoomId room)
    {
        var row = Exhibitor.New(new ExhibitorId(Guid.NewGuid()), room) with
        {
            Name = $"Exhibitor {number}",
            ShortText = "We build what you need",
            Logo = $"https://cdn.example.org/logos/{number}.png",
        };
        return new ExhibitorDetails(row, [], [], []);
    }
}
