using System.Text;
using System.Text.Json;

namespace Venueless.Fast.LoadTest.Attendees;

/// <summary>What the web client does in one room: the commands of entering it, and those that messages cause (web-client.md sections 1 and 7).</summary>
internal sealed class RoomVisit
{
    private const int PageEvents = 25;

    private readonly Attendee _attendee;
    private readonly byte[] _channel;
    private readonly bool _becomesMember;

    /// <param name="becomesMember">Whether the attendee presses "join" in a persistent chat. Volatile ones are joined by the client itself.</param>
    public RoomVisit(Attendee attendee, RoomInfo room, byte[] channel, bool becomesMember)
    {
        _attendee = attendee;
        Room = room;
        _channel = channel;
        _becomesMember = becomesMember || room.IsVolatile;
    }

    public RoomInfo Room { get; }

    /// <summary>From the open connection to the drawn room.</summary>
    /// <returns>Null, or what went wrong.</returns>
    public async Task<string?> EnterAsync()
    {
        var entering = Room.IsEntered ? EnterRoomAsync() : Task.FromResult<string?>(null);
        var opening = Room.Channel is null ? Task.FromResult<string?>(null) : OpenChatAsync();
        return await entering ?? await opening;
    }

    /// <summary>A message came into the open chat.</summary>
    /// <param name="isFirstOfSender">The sender was unknown so far.</param>
    public void OnMessage(ReadOnlySpan<byte> message, bool isFirstOfSender)
    {
        if (isFirstOfSender && message.IndexOf("\"users\":{}"u8) >= 0 && MessageText.FindText(message, "\"sender\""u8) is { } sender)
        {
            _attendee.Send("user.fetch", $$"""{"ids":["{{sender}}"]}""");
        }

        // For every event of an open persistent chat; a volatile one is marked only while it has notifications, which plain messages do not cause.
        if (!Room.IsVolatile && _attendee.IsLoggedIn && MessageText.TryFindNumber(message, "\"event_id\""u8, out var eventId))
        {
            _attendee.MarkRead(_channel, eventId);
        }
    }

    private static string? Failure(string command, Reply reply) => reply.IsSuccess ? null : $"{command}: {reply.Code}";

    private async Task<string?> EnterRoomAsync()
    {
        var entered = await _attendee.CallAsync("room.enter", $$"""{"room":"{{Room.Id}}"}""");
        if (!entered.IsSuccess)
        {
            return Failure("room.enter", entered);
        }

        var body = $$"""{"room":"{{Room.Id}}"}""";
        var questions = Room.HasQuestions ? _attendee.CallAsync("question.list", body) : null;
        var polls = Room.HasPolls ? _attendee.CallAsync("poll.list", body) : null;
        return (questions is null ? null : Failure("question.list", await questions)) ?? (polls is null ? null : Failure("poll.list", await polls));
    }

    private async Task<string?> OpenChatAsync()
    {
        var channel = $$"""{"channel":"{{Room.Channel}}"}""";
        var subscribed = await _attendee.CallAsync("chat.subscribe", channel, keepsMessage: true);
        if (!subscribed.IsSuccess)
        {
            return Failure("chat.subscribe", subscribed);
        }

        // The join is not awaited before the history is fetched.
        var joining = _becomesMember ? _attendee.CallAsync("chat.join", channel) : null;
        long last = 0;
        if (MessageText.TryFindNumber(subscribed.Message, "\"next_event_id\""u8, out var before) && before > 0)
        {
            // A screen shows about one page; the client asks once more when the first was full.
            for (var page = 0; page < 2; page++)
            {
                var fetched = await _attendee.CallAsync("chat.fetch", $$"""{"channel":"{{Room.Channel}}","count":{{PageEvents}},"before_id":{{before}}}""", keepsMessage: true);
                if (!fetched.IsSuccess)
                {
                    return Failure("chat.fetch", fetched);
                }

                var events = ReadPage(fetched.Message!);
                if (events.Missing.Count > 0)
                {
                    _attendee.Send("user.fetch", $$"""{"ids":{{JsonSerializer.Serialize(events.Missing)}}}""");
                }

                last = last == 0 ? events.Last : last;
                before = events.First;
                if (events.Count < PageEvents)
                {
                    break;
                }
            }
        }

        if (!Room.IsVolatile && last > 0)
        {
            _attendee.MarkRead(_channel, last);
        }

        return joining is null ? null : Failure("chat.join", await joining);
    }

    /// <summary>First and last event of a page of history, and the senders whose profiles it does not contain.</summary>
    private static (int Count, long First, long Last, IReadOnlyList<string> Missing) ReadPage(byte[] message)
    {
        // An empty page is what most attendees of a test get, and needs no parser.
        if (Encoding.UTF8.GetString(message, 0, Math.Min(message.Length, 80)).Contains("\"results\":[]", StringComparison.Ordinal))
        {
            return (0, 0, 0, []);
        }

        using var document = JsonDocument.Parse(message);
        var payload = document.RootElement[2];
        var events = payload.GetProperty("results").EnumerateArray().ToArray();
        var missing = new HashSet<string>();
        foreach (var entry in events)
        {
            if (entry.GetProperty("sender").GetString() is { } sender && !payload.GetProperty("users").TryGetProperty(sender, out _))
            {
                missing.Add(sender);
            }
        }

        return events.Length == 0 ? (0, 0, 0, []) : (events.Length, events[0].GetProperty("event_id").GetInt64(), events[^1].GetProperty("event_id").GetInt64(), [.. missing]);
    }
}
