using System.Text;
using BenchmarkDotNet.Attributes;
using Venueless.Fast.Bench.Hall;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Bench.Modules;

/// <summary>
/// The first <c>chat.fetch</c> of one more visitor, 25 messages of 20 senders, from the masked frame in the receive buffer to the reply's frame in the pipe. The rows
/// come from memory: a database's time comes on top of <see cref="Anew"/>.
/// </summary>
[MemoryDiagnoser]
public class ChatFetchBenchmarks
{
    private const int Senders = 20;
    private const int Messages = 60;

    private static readonly byte[] Ping = ClientFrame.Encode(1, "[\"ping\",1763824000000]"u8);

    private EventHall _hall = null!;
    private byte[] _frame = [];

    /// <summary>Of sessions and modules; the budget's test lets it stand still.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var stores = HallStores.InMemory();
        _hall = new EventHall(stores, BenchWorld.Id, Time);
        await _hall.AdmitAsync(Senders + 1, "ticket");
        var channel = (await stores.Worlds.LoadAsync(BenchWorld.Id))!.Rooms[0].Channel!.Value;
        ((InstantChatStore)stores.Chats).History = [.. Enumerable.Range(1, Messages).Select(number => MessageOf(number, channel))];
        await _hall.SubscribeAllAsync(channel);
        await Stranger.RunAsync($$"""["chat.unsubscribe",1,{"channel":"{{channel}}"}]""");
        var command = $$"""["chat.fetch",17,{"channel":"{{channel}}","before_id":{{Messages + 1}},"count":25}]""";
        _frame = ClientFrame.Encode(1, Encoding.UTF8.GetBytes(command));
        var (read, kept, anew) = (await RunFreshAsync(Subscriber, command), await RunFreshAsync(Subscriber, command), await RunFreshAsync(Stranger, command));
        if (!kept.Contains("\"Message 60\"", StringComparison.Ordinal) || read != kept || kept.Length != anew.Length)
        {
            throw new InvalidOperationException($"The replies differ: {kept} and {anew}");
        }
    }

    private HallGuest Subscriber => _hall.Guests[0];

    /// <summary>Not subscribed: asks the store.</summary>
    private HallGuest Stranger => _hall.Guests[Senders];

    /// <summary>The cheapest message there is, on the same way.</summary>
    [Benchmark(Baseline = true)]
    public long PingPong() => Exchange(Subscriber, Ping);

    /// <summary>Somebody else has fetched before, and nothing has changed since.</summary>
    [Benchmark]
    public long FromMemory() => Exchange(Subscriber, _frame);

    /// <summary>Everything read, collected and encoded for this visitor alone.</summary>
    [Benchmark]
    public long Anew() => Exchange(Stranger, _frame);

    private static async Task<string> RunFreshAsync(HallGuest guest, string command)
    {
        guest.Session.KnownUsers = null;
        return await guest.RunAsync(command);
    }

    private static long Exchange(HallGuest guest, byte[] frame)
    {
        guest.Session.KnownUsers = null;
        guest.Link.Receive(frame);
        var drained = guest.Link.Drain();
        return drained > 0 ? drained : throw new InvalidOperationException("Reading rows from memory must not wait.");
    }

    private ChatEvent MessageOf(int number, ChannelId channel) => new(
        number,
        channel,
        _hall.Guests[number % Senders].User.Id,
        DateTimeOffset.UnixEpoch.AddYears(50),
        ChatEventTypes.Message,
        new RawJson(Encoding.UTF8.GetBytes($$"""{"type":"text","body":"Message {{number}}"}""")),
        null,
        null,
        []);
}
