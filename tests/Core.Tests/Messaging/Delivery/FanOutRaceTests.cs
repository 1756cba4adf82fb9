using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Tests.Messaging.Delivery;

/// <summary>Publishing, replies, joining and leaving at the same time as passes go on.</summary>
[Collection(nameof(FramePool))]
public sealed class FanOutRaceTests
{
    private const int Messages = 3000;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task WhoStays_MissesNothing_InTheOrderOfEachPublisher(int threads)
    {
        using var hall = new Hall(threads);
        var staying = new List<Session>();
        var leaving = new List<Subscription>();
        for (var number = 0; number < 400; number++)
        {
            staying.Add(hall.Open(null, "room", "world"));
            leaving.Add(hall.Open().Subscribe(Hall.Topic("room")));
        }

        var random = new Random(7);
        await Task.WhenAll(
            Task.Run(() => Publish(hall, 'a', "room", "world")),
            Task.Run(() => Publish(hall, 'b', "world", "room")),
            Task.Run(() =>
            {
                foreach (var subscription in leaving.OrderBy(_ => random.Next()))
                {
                    TopicRegistry.Unsubscribe(subscription);
                    hall.Open(null, "room");
                }
            }),
            Task.Run(() =>
            {
                for (var number = 0; number < Messages; number++)
                {
                    staying[number % 10].Reply($"r{number}");
                }
            }));

        for (var index = 0; index < staying.Count; index++)
        {
            var replies = index < 10 ? Messages / 10 : 0;
            var received = await staying[index].WaitForAsync((2 * Messages) + replies);
            Assert.Equal((2 * Messages) + replies, received.Length);
            Assert.Equal(Enumerable.Range(0, Messages), NumbersOf('a', received));
            Assert.Equal(Enumerable.Range(0, Messages), NumbersOf('b', received));
            Assert.Equal(NumbersOf('r', received).Order(), NumbersOf('r', received));
        }
    }

    [Fact]
    public async Task PublisherWhoReplies_SendsTheReplyBehindWhatItPublished()
    {
        using var hall = new Hall();
        var session = hall.OpenMany(200, "room")[0];
        for (var number = 0; number < Messages; number++)
        {
            hall.Publish("room", $"a{number}");
            session.Reply($"r{number}");
        }

        var received = await session.WaitForAsync(2 * Messages);
        Assert.Equal(Enumerable.Range(0, Messages).SelectMany(static number => new[] { $"a{number}", $"r{number}" }), received);
    }

    private static void Publish(Hall hall, char publisher, string first, string second)
    {
        for (var number = 0; number < Messages; number++)
        {
            hall.Publish(number % 3 == 0 ? first : second, $"{publisher}{number}");
        }
    }

    private static IEnumerable<int> NumbersOf(char publisher, string[] messages) =>
        messages.Where(message => message[0] == publisher).Select(static message => int.Parse(message[1..], null));
}
