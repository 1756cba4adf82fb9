using System.Text;
using BenchmarkDotNet.Attributes;
using Venueless.Fast.Bench.Hall;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Bench.Modules;

/// <summary>
/// <c>chat.send</c> into a direct channel, from the masked frame in the receive buffer to the reply, the events, and the other members' pointers and notifications in
/// the pipes of all members, and everybody drained. The store commits at once.
/// </summary>
[MemoryDiagnoser]
public class DirectSendBenchmarks
{
    private const string Text = "How do we get from the pier to the galley?";

    private EventHall _hall = null!;
    private byte[] _frame = [];

    [Params(2, 10)]
    public int Members { get; set; }

    /// <summary>Of sessions and modules; the budget's test lets it stand still.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var stores = HallStores.InMemory();
        _hall = new EventHall(stores, BenchWorld.Id, Time);
        await _hall.AdmitAsync(Members, "ticket");
        var channel = new ChannelId(Guid.NewGuid());
        var members = _hall.Guests.ConvertAll(static guest => new DirectMember(guest.User.Id, IsHidden: false, IsDeleted: false));
        ((InstantDirectChannels)stores.DirectChannels).Put(new DirectChannel(channel, members));
        await _hall.SubscribeAllAsync(channel);
        _frame = ClientFrame.Encode(1, Encoding.UTF8.GetBytes(
            $$"""["chat.send",17,{"channel":"{{channel}}","event_type":"channel.message","content":{"type":"text","body":"{{Text}}"} }]"""));
        Validate();
    }

    [Benchmark]
    public long Send()
    {
        _hall.Guests[0].Link.Receive(_frame);
        return _hall.DrainAll();
    }

    private void Validate()
    {
        _hall.Guests[0].Link.Receive(_frame);
        var received = _hall.TakeAll();
        if (!received[0].Contains("[\"success\",17,{\"event\":", StringComparison.Ordinal)
            || !received.All(static text => text.Contains("[\"chat.event\",", StringComparison.Ordinal) && text.Contains(Text, StringComparison.Ordinal))
            || !received[1..].All(static text => text.Contains("chat.unread_pointers", StringComparison.Ordinal))
            || !received[1..].All(static text => text.Contains("chat.notification", StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"The message did not reach everybody: {received[0]}");
        }
    }
}
