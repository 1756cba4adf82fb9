using Venueless.Fast.LoadTest.Client.WebSockets;

namespace Venueless.Fast.LoadTest.Attendees;

/// <summary>What the server sends.</summary>
internal sealed partial class Attendee
{
    private StreamProgress[] _streams = [];

    /// <summary>Called for every push but chat messages; the message is valid during the call.</summary>
    public PushHandler? Pushed { get; set; }

    /// <summary>The room of the open page; null: none, and chat messages are not expected.</summary>
    public RoomVisit? Visit { get; set; }

    public void OnText(WebSocketClient socket, ReadOnlySpan<byte> message, long receivedAt)
    {
        if (!MessageText.TryReadName(message, out var name, out var rest))
        {
            CountError("message", "not understood");
        }
        else if (name.SequenceEqual("chat.event"u8))
        {
            OnChatEvent(message, receivedAt);
        }
        else if (name.SequenceEqual("success"u8) || name.SequenceEqual("error"u8))
        {
            if (MessageText.TryReadNumber(message, ref rest, out var id))
            {
                OnReply(id, name.Length == 7, message, receivedAt);
            }
            else
            {
                OnGlobalError(MessageText.FindText(message, "\"code\""u8) ?? "without code");
            }
        }
        else if (name.SequenceEqual("pong"u8))
        {
            OnPong(receivedAt);
        }
        else if (name.SequenceEqual("authenticated"u8))
        {
            crowd.LearnRooms(message);
            IsLoggedIn = true;
            _authenticated?.TrySetResult();
        }
        else
        {
            crowd.Measurements.Second.Pushes++;
            Pushed?.Invoke(name, message, receivedAt);
        }
    }

    /// <summary>Messages of a sender that did not come, as <see cref="StreamProgress.MissingOf"/> counts.</summary>
    public int MissingOf(int sender, int sent, int refused) =>
        (sender < _streams.Length ? _streams[sender] : default).MissingOf(sent, refused, IsFromStart);

    /// <summary>Records the delivery of a numbered text.</summary>
    /// <returns>False when it, or a later one of its sender, came before.</returns>
    public bool TryTake(LoadText text, long receivedAt)
    {
        if (text.Sender >= _streams.Length)
        {
            Array.Resize(ref _streams, Math.Max(text.Sender + 1, Math.Min(crowd.Options.Chatters, 4 * (text.Sender + 1))));
        }

        if (!_streams[text.Sender].TryTake(text.Sequence))
        {
            return false;
        }

        if (!IsSlow)
        {
            crowd.Measurements.RecordDelivery(receivedAt - text.Due);
        }

        if (text.Sender == number)
        {
            crowd.Measurements.Record("own message", receivedAt - text.Due);
        }

        return true;
    }

    private void OnChatEvent(ReadOnlySpan<byte> message, long receivedAt)
    {
        if (Visit is not { } visit || !LoadText.TryFind(message, out var text) || text.Run != crowd.Options.Run)
        {
            crowd.Measurements.Second.Pushes++;
            return;
        }

        var isFirst = text.Sender >= _streams.Length || _streams[text.Sender].First == 0;
        if (!TryTake(text, receivedAt))
        {
            crowd.Measurements.Count("duplicates");
        }

        visit.OnMessage(message, isFirst);
    }
}
