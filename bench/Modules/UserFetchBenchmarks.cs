using System.Text;
using BenchmarkDotNet.Attributes;
using Venueless.Fast.Bench.Hall;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Bench.Modules;

/// <summary>
/// <c>user.fetch</c> of the senders of a page of chat, from the masked frame in the receive buffer to the reply's frame in the pipe; all are known on the node.
/// </summary>
/// <param name="time">Of sessions and modules; the budget's test lets it stand still.</param>
[MemoryDiagnoser]
public class UserFetchBenchmarks(TimeProvider time)
{
    private static readonly byte[] Ping = ClientFrame.Encode(1, "[\"ping\",1763824000000]"u8);

    private readonly EventHall _hall = new(HallStores.InMemory(), BenchWorld.Id, time);
    private byte[] _frame = [];

    public UserFetchBenchmarks()
        : this(TimeProvider.System)
    {
    }

    /// <summary>Ids in one request; 100 is the most there can be.</summary>
    [Params(1, 20, 100)]
    public int Users { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        await _hall.AdmitAsync(Users, "ticket");
        var ids = string.Join(',', _hall.Guests.Select(static guest => $"\"{guest.User.Id}\""));
        var command = $$"""["user.fetch",17,{"ids":[{{ids}}]}]""";
        var reply = await _hall.Guests[0].RunAsync(command);
        if (!_hall.Guests.All(guest => reply.Contains($"\"{guest.User.Id}\":", StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"Somebody is missing: {reply}");
        }

        _frame = ClientFrame.Encode(1, Encoding.UTF8.GetBytes(command));
    }

    /// <summary>The cheapest message there is, on the same way.</summary>
    [Benchmark(Baseline = true)]
    public long PingPong() => Exchange(Ping);

    [Benchmark]
    public long Fetch() => Exchange(_frame);

    private long Exchange(byte[] frame)
    {
        var link = _hall.Guests[0].Link;
        link.Receive(frame);
        var drained = link.Drain();
        return drained > 0 ? drained : throw new InvalidOperationException("Reading rows from memory must not wait.");
    }
}
