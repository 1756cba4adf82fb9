using System.Buffers.Text;
using System.Text;
using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Attendees;

/// <summary>Commands and their replies.</summary>
internal sealed partial class Attendee
{
    // Most replies come in order, so the search ends at the first entry.
    private readonly List<PendingCall> _pending = [];
    private int _lastId;

    /// <summary>Commands without reply so far.</summary>
    public int PendingCalls => _pending.Count;

    /// <summary>Sends a command. The continuation of an await runs on the loop before the next message is read.</summary>
    /// <param name="body">JSON.</param>
    /// <param name="keepsMessage">Whether the reply's text is wanted.</param>
    public Task<Reply> CallAsync(string name, string body, bool keepsMessage = false)
    {
        if (!IsLoggedIn)
        {
            return Task.FromResult(new Reply(false, Reply.Closed, null));
        }

        var waiter = new TaskCompletionSource<Reply>();
        Send(name, body, keepsMessage, waiter);
        return waiter.Task;
    }

    /// <summary>Sends a command whose reply is measured but awaited by nobody.</summary>
    public void Send(string name, string body)
    {
        if (IsLoggedIn)
        {
            Send(name, body, keepsMessage: false, waiter: null);
        }
    }

    /// <summary>The command of which a full room sends the most: one per message and attendee.</summary>
    public void MarkRead(ReadOnlySpan<byte> channel, long eventId)
    {
        const string Name = "chat.mark_read";
        var scratch = crowd.Scratch.AsSpan();
        var length = 0;
        Append(scratch, ref length, "[\"chat.mark_read\","u8);
        Append(scratch, ref length, ++_lastId);
        Append(scratch, ref length, ",{\"channel\":\""u8);
        Append(scratch, ref length, channel);
        Append(scratch, ref length, "\",\"id\":"u8);
        Append(scratch, ref length, eventId);
        Append(scratch, ref length, "}]"u8);
        _pending.Add(new PendingCall(_lastId, Name, Clock.Now, KeepsMessage: false, Waiter: null));
        _socket!.SendText(scratch[..length]);
    }

    private static void Append(Span<byte> target, ref int length, ReadOnlySpan<byte> text)
    {
        text.CopyTo(target[length..]);
        length += text.Length;
    }

    private static void Append(Span<byte> target, ref int length, long number)
    {
        _ = Utf8Formatter.TryFormat(number, target[length..], out var digits);
        length += digits;
    }

    private void Send(string name, string body, bool keepsMessage, TaskCompletionSource<Reply>? waiter)
    {
        _pending.Add(new PendingCall(++_lastId, name, Clock.Now, keepsMessage, waiter));
        _socket!.SendText(Encoding.UTF8.GetBytes($"[\"{name}\",{_lastId},{body}]"));
    }

    private void OnReply(long id, bool isSuccess, ReadOnlySpan<byte> message, long receivedAt)
    {
        var index = 0;
        while (index < _pending.Count && _pending[index].Id != id)
        {
            index++;
        }

        if (index == _pending.Count)
        {
            CountError("reply", "unknown id");
            return;
        }

        var call = _pending[index];
        _pending.RemoveAt(index);
        crowd.Measurements.RecordReply(call.Name, receivedAt - call.SentAt);
        var code = isSuccess ? "" : MessageText.FindText(message, "\"code\""u8) ?? "without code";
        if (!isSuccess)
        {
            CountError(call.Name, code);
        }

        call.Waiter?.SetResult(new Reply(isSuccess, code, call.KeepsMessage ? message.ToArray() : null));
    }

    private void EndCalls()
    {
        if (!crowd.IsOver)
        {
            crowd.Measurements.Count("commands whose connection closed before the reply", _pending.Count);
        }

        var waiters = _pending.Select(static call => call.Waiter).OfType<TaskCompletionSource<Reply>>().ToArray();
        _pending.Clear();
        foreach (var waiter in waiters)
        {
            waiter.SetResult(new Reply(false, Reply.Closed, null));
        }
    }
}
