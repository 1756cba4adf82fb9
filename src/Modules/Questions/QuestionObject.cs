using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Questions;

/// <summary>Questions as clients see them (questions.md section 2).</summary>
internal static class QuestionObject
{
    /// <summary><c>{"question": {…}}</c>, for a reply and the push with the same payload.</summary>
    public static byte[] Payload(Question question)
    {
        var buffer = MessageBuffer.Rent();
        var json = buffer.Json;
        json.WriteStartObject();
        json.WriteStartObject("question"u8);
        WriteMembers(json, question);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        var payload = buffer.Buffer.WrittenSpan.ToArray();
        buffer.Return();
        return payload;
    }

    /// <summary>An item of <c>question.list</c>.</summary>
    /// <param name="withSender">The reader may know who has asked.</param>
    public static void WriteListed(Utf8JsonWriter json, ListedQuestion listed, bool withSender)
    {
        json.WriteStartObject();
        WriteMembers(json, listed.Question);
        json.WriteBoolean("voted"u8, listed.IsVoted);
        if (withSender && listed.Question.Sender is { } sender)
        {
            json.WriteString("sender"u8, sender.Value);
        }
        else if (withSender)
        {
            json.WriteNull("sender"u8);
        }

        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, Question question)
    {
        json.WriteString("id"u8, question.Id.Value);
        json.WriteString("content"u8, question.Content);
        json.WriteString("state"u8, question.State);
        json.WriteBoolean("answered"u8, question.IsAnswered);
        json.WriteTimestamp("timestamp"u8, question.Timestamp);
        json.WriteString("room_id"u8, question.Room.Value);
        json.WriteNumber("score"u8, question.Score);
        json.WriteBoolean("is_pinned"u8, question.IsPinned);
    }
}
