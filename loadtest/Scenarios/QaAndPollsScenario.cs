using System.Globalization;
using System.Text.Json;
using Venueless.Fast.LoadTest.Attendees;
using Venueless.Fast.LoadTest.Client.Measuring;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Scenarios;

/// <summary>
/// Questions are asked at a fixed rate; a share of the audience votes for each within five seconds. With a moderator polls are opened, and voted on likewise. A question is a
/// delivery: from the moment its asking was due until each attendee sees it for the first time.
/// </summary>
internal sealed class QaAndPollsScenario(Crowd crowd) : Scenario(crowd)
{
    private const double VoteSeconds = 5;

    private readonly Random _random = new(crowd.Options.Run + crowd.Share.Index);

    // Whatever the first attendee of this worker saw is voted on by all of them.
    private readonly HashSet<string> _votedOn = [];
    private Attendee? _watcher;

    /// <summary>Before the poll closes.</summary>
    private double PollVoteSeconds => Math.Min(Math.Min(VoteSeconds, Options.Duration), 0.8 * PollModerator.EveryOf(Options));

    public override async Task<SentMessages> RunAsync(long start)
    {
        // One moderator over all workers.
        var moderating = Options.ModeratorToken is { } token && Crowd.Share.Index == 0 ? new PollModerator(Crowd, RoomOf(0), token, PollVoteSeconds).RunAsync(start) : Task.CompletedTask;
        var pump = new MessagePump(Crowd, static (chatter, text) => ("question.ask", $$"""{"room":"{{chatter.Visit!.Room.Id}}","content":"{{text}}"}"""));
        await pump.RunAsync(start, Options.Duration);
        await moderating;
        await Crowd.Loop.DelayAsync(TimeSpan.FromSeconds(Math.Min(VoteSeconds, Options.Duration)));
        await DrainAsync();
        return pump.Sent;
    }

    protected override IReadOnlyList<RoomInfo> ChooseRooms(IReadOnlyList<RoomInfo> rooms) => [RoomChoice.Questions(rooms, Options)];

    protected override void OnJoined(Attendee attendee)
    {
        if (_watcher is null or { HasJoined: false })
        {
            _watcher = attendee;
        }

        attendee.Pushed = (name, message, receivedAt) => OnPush(attendee, name, message, receivedAt);
    }

    private void OnPush(Attendee attendee, ReadOnlySpan<byte> name, ReadOnlySpan<byte> message, long receivedAt)
    {
        var isQuestion = name.SequenceEqual("question.created_or_updated"u8);
        if (!isQuestion && !name.SequenceEqual("poll.created_or_updated"u8))
        {
            return;
        }

        // Every vote pushes the question again; only its first sight is a delivery.
        if (isQuestion && LoadText.TryFind(message, out var text) && text.Run == Options.Run)
        {
            _ = attendee.TryTake(text, receivedAt);
        }

        if (ReferenceEquals(attendee, _watcher) && MessageText.FindText(message, "\"id\""u8) is { } id && !_votedOn.Contains(id))
        {
            VoteOn(message.ToArray(), isQuestion);
        }
    }

    private void VoteOn(byte[] message, bool isQuestion)
    {
        using var document = JsonDocument.Parse(message);
        var entry = document.RootElement[1].GetProperty(isQuestion ? "question" : "poll");
        var id = entry.GetProperty("id").GetString()!;
        if (entry.GetProperty("state").GetString() != (isQuestion ? "visible" : "open") || !_votedOn.Add(id))
        {
            return;
        }

        var options = isQuestion ? [] : entry.GetProperty("options").EnumerateArray().Select(static option => option.GetProperty("id").GetString()!).ToArray();
        var now = Clock.Now;
        var window = (isQuestion ? Math.Min(VoteSeconds, Options.Duration) : PollVoteSeconds) * 1_000_000;
        foreach (var attendee in Crowd.Attendees.Where(attendee => attendee.HasJoined && _random.NextDouble() < Options.Share))
        {
            var choice = isQuestion
                ? ",\"vote\":true"
                : string.Create(CultureInfo.InvariantCulture, $",\"options\":[\"{options[_random.Next(options.Length)]}\"]");
            Crowd.Loop.Schedule(now + (long)(_random.NextDouble() * window), _ => Vote(attendee, isQuestion, id, choice));
        }
    }

    private static void Vote(Attendee attendee, bool isQuestion, string id, string choice) =>
        attendee.Send(isQuestion ? "question.vote" : "poll.vote", $$"""{"room":"{{attendee.Visit!.Room.Id}}","id":"{{id}}"{{choice}}}""");
}
