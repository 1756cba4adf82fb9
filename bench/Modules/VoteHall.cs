using System.Buffers;
using System.Text;
using Venueless.Fast.Bench.Hall;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Bench.Modules;

/// <summary>One room with a question and an open poll; all guests receive the question's changes, and the poll's as soon as they have voted.</summary>
internal sealed class VoteHall
{
    private const string Modules = """[{"type": "question", "config": {"active": true}}, {"type": "poll", "config": {"active": true}}]""";

    private readonly EventHall _hall;

    private VoteHall(EventHall hall) => _hall = hall;

    public byte[] QuestionVote { get; private init; } = [];

    public byte[] PollVote { get; private init; } = [];

    public static async Task<VoteHall> OpenAsync(int guests)
    {
        var stores = HallStores.InMemory();
        var room = BenchWorld.Rooms(1)[0] with { ModuleConfig = new RawJson(Encoding.UTF8.GetBytes(Modules)) };
        ((InMemoryWorldStore)stores.Worlds).Put(BenchWorld.Row, room);
        var question = new Question(
            new QuestionId(Guid.NewGuid()), room.Id, "Will the slides be shared?", QuestionStates.Visible, false, DateTimeOffset.UnixEpoch, false, null, 0);
        ((InMemoryQuestionStore)stores.Questions).Question = question;
        PollOption[] options = [new(new PollOptionId(Guid.NewGuid()), "Pizza", 1, 0), new(new PollOptionId(Guid.NewGuid()), "Salad", 2, 0)];
        var poll = new Poll(new PollId(Guid.NewGuid()), room.Id, "Lunch?", PollStates.Open, DateTimeOffset.UnixEpoch, false, options);
        ((InMemoryPollStore)stores.Polls).Poll = poll;
        var hall = new EventHall(stores, BenchWorld.Id, TimeProvider.System);
        await hall.AdmitAsync(guests, "ticket");
        foreach (var guest in hall.Guests)
        {
            guest.Session.Subscribe(TopicKey.RoomQuestions(room.Id));
        }

        return new VoteHall(hall)
        {
            QuestionVote = Encoding.UTF8.GetBytes($$"""["question.vote",17,{"room":"{{room.Id}}","id":"{{question.Id}}","vote":true}]"""),
            PollVote = Encoding.UTF8.GetBytes($$"""["poll.vote",17,{"room":"{{room.Id}}","id":"{{poll.Id}}","options":["{{options[0].Id}}"]}]"""),
        };
    }

    /// <summary>Everybody sends the command; takes what they have got when all are answered.</summary>
    /// <param name="atOnce">False: each waits for the one before.</param>
    public async Task<long> VoteAllAsync(byte[] command, bool atOnce)
    {
        var running = new List<Task>(_hall.Guests.Count);
        foreach (var guest in _hall.Guests)
        {
            var vote = guest.SendAsync(new ReadOnlySequence<byte>(command)).AsTask();
            if (atOnce)
            {
                running.Add(vote);
            }
            else
            {
                await vote;
            }
        }

        await Task.WhenAll(running);
        return _hall.DrainAll();
    }

    /// <summary>All guests are answered and the last sees everybody's vote.</summary>
    public async Task ValidateAsync(byte[] command, string total)
    {
        await VoteAllAsync(command, atOnce: true);
        foreach (var guest in _hall.Guests)
        {
            var reply = await guest.RunAsync(Encoding.UTF8.GetString(command));
            if (!reply.Contains("[\"success\",17,", StringComparison.Ordinal) || !reply.Contains(total, StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"The vote was not counted: {reply}");
            }
        }
    }
}
