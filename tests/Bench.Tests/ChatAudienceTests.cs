using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Bench.Hall;
using Venueless.Fast.Core.Domain;
using Xunit.Abstractions;

namespace Venueless.Fast.Bench.Tests;

/// <summary>
/// What one more subscriber costs a message: everything that the process allocates on all threads for a crowd of 1,000 and for one of 10. The audience gets both forms
/// of the event, and some of it knows the sender already (chat.md section 6).
/// </summary>
public sealed class ChatAudienceTests(ITestOutputHelper output)
{
    private const int Few = 10;
    private const int Many = 1000;
    private const int Runs = 5;

    private readonly ITestOutputHelper _output = output;

    [Fact]
    public async Task Send_InMemory_AllocatesNothingPerSubscriber() =>
        AssertNothingPerSubscriber(await MeasureInMemoryAsync(Few, rounds: 500), await MeasureInMemoryAsync(Many, rounds: 500), rounds: 500);

    [Fact]
    public async Task Send_WithSqlite_AllocatesNothingPerSubscriber() =>
        AssertNothingPerSubscriber(await MeasureSqliteAsync(Few, rounds: 100), await MeasureSqliteAsync(Many, rounds: 100), rounds: 100);

    // A reference for each would be 8 bytes.
    private void AssertNothingPerSubscriber(long few, long many, int rounds)
    {
        var perDelivery = (many - few) / ((double)rounds * (Many - Few));
        _output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{few / rounds} bytes per message for {Few} subscribers, {many / rounds} for {Many}: {perDelivery:F3} per subscriber"));
        Assert.InRange(perDelivery, -0.5, 0.5);
    }

    private static async Task<long> MeasureInMemoryAsync(int subscribers, int rounds)
    {
        var stores = HallStores.InMemory();
        var world = Modules.BenchWorld.Id;
        var channel = (await stores.Worlds.LoadAsync(world))!.Rooms[0].Channel!.Value;
        return await MeasureAsync(stores, world, channel, subscribers, rounds);
    }

    private static async Task<long> MeasureSqliteAsync(int subscribers, int rounds)
    {
        await using var database = new TemporarySqlite();
        var world = await database.ImportSampleAsync();
        var stores = HallStores.Of(database.Storage);
        var galley = (await stores.Worlds.LoadAsync(world))!.Rooms.Single(static room => room.Name == "Galley");
        return await MeasureAsync(stores, world, galley.Channel!.Value, subscribers, rounds);
    }

    private static async Task<long> MeasureAsync(HallStores stores, WorldId world, ChannelId channel, int subscribers, int rounds)
    {
        var hall = new EventHall(stores, world, new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50)));
        await hall.AdmitAsync(subscribers / 2, "ticket");
        await hall.AdmitAsync(subscribers - (subscribers / 2), "ticket", "admin");
        await hall.SubscribeAllAsync(channel);
        var sender = hall.Guests[0];
        await sender.RunAsync($$"""["chat.join",2,{"channel":"{{channel}}"}]""");
        for (var guest = 0; guest < subscribers; guest += 3)
        {
            hall.Guests[guest].Session.KnownUsers = [sender.User.Id];
        }

        hall.DrainAll();
        var message = $$"""["chat.send",17,{"channel":"{{channel}}","event_type":"channel.message","content":{"type":"text","body":"Ahoy!"} }]""";
        var bytes = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(message));
        await SendAsync(hall, sender, bytes, rounds / 2);
        AssertForms(await sender.RunAsync(message), hall.TakeAll(), subscribers);

        // What other threads of the test run allocate meanwhile only adds, and not every time.
        var least = long.MaxValue;
        for (var run = 0; run < Runs; run++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await SendAsync(hall, sender, bytes, rounds);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }

    private static async Task SendAsync(EventHall hall, HallGuest sender, ReadOnlySequence<byte> message, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            await sender.SendAsync(message);
            Assert.True(hall.DrainAll() > 0);
        }
    }

    private static void AssertForms(string reply, string[] received, int subscribers)
    {
        received[0] += reply;
        Assert.Equal(subscribers, received.Length);
        Assert.All(received, static text => Assert.Contains("[\"chat.event\",", text, StringComparison.Ordinal));
        Assert.Equal(subscribers / 2, received.Count(static text => !text.Contains("\"token_id\"", StringComparison.Ordinal)));
    }
}
