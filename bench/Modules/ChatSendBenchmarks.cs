using System.Text;
using BenchmarkDotNet.Attributes;
using Venueless.Fast.Bench.Hall;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Bench.Modules;

/// <summary>
/// <c>chat.send</c> from the masked frame in the receive buffer to the reply's and the event's frames in the pipes of all subscribers, the sender among them, and
/// everybody drained. The store commits at once.
/// </summary>
[MemoryDiagnoser]
public class ChatSendBenchmarks
{
    private const string Text = "How do we get from the pier to the galley?";

    private EventHall _hall = null!;
    private byte[] _frame = [];
    private ChatEvent _event = null!;

    [Params(1, 100, 1000)]
    public int Subscribers { get; set; }

    /// <summary>Of sessions and modules; the budget's test lets it stand still.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var stores = HallStores.InMemory();
        _hall = new EventHall(stores, BenchWorld.Id, Time);
        await _hall.AdmitAsync(Subscribers, "ticket");
        var channel = (await stores.Worlds.LoadAsync(BenchWorld.Id))!.Rooms[0].Channel!.Value;
        await _hall.SubscribeAllAsync(channel);
        var content = $$"""{"type":"text","body":"{{Text}}"}""";
        _frame = ClientFrame.Encode(1, Encoding.UTF8.GetBytes(
            $$"""["chat.send",17,{"channel":"{{channel}}","event_type":"channel.message","content":{{content}}}]"""));
        _event = new ChatEvent(
            1, channel, _hall.Guests[0].User.Id, Time.GetUtcNow(), ChatEventTypes.Message, new RawJson(Encoding.UTF8.GetBytes(content)), null, null, []);
        Validate();
    }

    /// <summary>What the shared frame replaces: the event encoded for each subscriber, without the command that leads to it.</summary>
    [Benchmark(Baseline = true)]
    public long EncodePerSubscriber()
    {
        foreach (var guest in _hall.Guests)
        {
            var buffer = MessageBuffer.Rent();
            ChatEventObject.Write(buffer.Json, _event, "chat.event"u8);
            var frame = buffer.ToFrame();
            buffer.Return();
            guest.Link.Connection.TryEnqueue(frame);
            frame.Release();
        }

        return _hall.DrainAll();
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
            || !received.All(static text => text.Contains("[\"chat.event\",", StringComparison.Ordinal) && text.Contains(Text, StringComparison.Ordinal)))
        {
            throw new InvalidOperationException($"The message did not reach everybody: {received[0]}");
        }
    }
}
