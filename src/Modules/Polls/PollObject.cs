using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Polls;

/// <summary>Polls as clients see them (polls.md section 1).</summary>
internal static class PollObject
{
    /// <summary><c>{"poll": {…}}</c>, for a reply and the push with the same payload.</summary>
    public static byte[] Payload(Poll poll, bool withResults)
    {
        var buffer = MessageBuffer.Rent();
        var json = buffer.Json;
        json.WriteStartObject();
        json.WritePropertyName("poll"u8);
        Write(json, poll, [], withResults);
        json.WriteEndObject();
        json.Flush();
        var payload = buffer.Buffer.WrittenSpan.ToArray();
        buffer.Return();
        return payload;
    }

    /// <summary>An item of <c>poll.list</c>.</summary>
    public static void WriteListed(Utf8JsonWriter json, ListedPoll listed, bool withResults) => Write(json, listed.Poll, listed.Answers, withResults);

    /// <param name="withResults">Also of an open poll that the user has not answered.</param>
    private static void Write(Utf8JsonWriter json, Poll poll, IReadOnlyList<PollOptionId> answers, bool withResults)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, poll.Id.Value);
        json.WriteString("content"u8, poll.Content);
        json.WriteString("state"u8, poll.State);
        json.WriteTimestamp("timestamp"u8, poll.Timestamp);
        json.WriteString("room_id"u8, poll.Room.Value);
        json.WriteBoolean("is_pinned"u8, poll.IsPinned);
        json.WriteStartArray("options"u8);
        foreach (var option in poll.Options)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, option.Id.Value);
            json.WriteString("content"u8, option.Content);
            json.WriteNumber("order"u8, option.Order);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (withResults || !poll.IsOpen || answers.Count > 0)
        {
            WriteResults(json, poll);
        }

        if (answers.Count > 0)
        {
            json.WriteStartArray("answers"u8);
            foreach (var answer in answers)
            {
                json.WriteStringValue(answer.Value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteResults(Utf8JsonWriter json, Poll poll)
    {
        Span<byte> id = stackalloc byte[36];
        json.WriteStartObject("results"u8);
        foreach (var option in poll.Options)
        {
            option.Id.Value.TryFormat(id, out _);
            json.WriteNumber(id, option.Votes);
        }

        json.WriteEndObject();
    }
}
