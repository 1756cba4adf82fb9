using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Polls;

/// <summary>The body of <c>poll.vote</c>, where everything that is wrong has one error (polls.md section 2).</summary>
internal static class PollVoteForm
{
    /// <summary>Null, or what is wrong.</summary>
    /// <param name="body">An object.</param>
    public static string? TryRead(ReadOnlySpan<byte> body, out PollId poll, out HashSet<PollOptionId> options)
    {
        Guid? id = null;
        var choice = new HashSet<PollOptionId>();
        var areOptionsRead = true;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = JsonInput.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Duplicate keys: the last one counts.
            var isId = JsonInput.NameEquals(ref reader, "id"u8);
            var isOptions = !isId && JsonInput.NameEquals(ref reader, "options"u8);
            reader.Read();
            if (isId)
            {
                id = JsonInput.TryReadGuid(ref reader, out var value) ? value : null;
            }
            else if (isOptions)
            {
                choice.Clear();
                areOptionsRead = TryReadOptions(reader, choice);
            }

            reader.Skip();
        }

        poll = new PollId(id ?? Guid.Empty);
        options = choice;
        return id is null ? "Unknown poll"
            : !areOptionsRead ? "Options must be a list of ids"
            : null;
    }

    // A copy of the reader: the caller skips the value as a whole.
    private static bool TryReadOptions(Utf8JsonReader reader, HashSet<PollOptionId> options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (options.Count == PollForm.MaxOptions || !JsonInput.TryReadGuid(ref reader, out var option))
            {
                return false;
            }

            options.Add(new PollOptionId(option));
        }

        return true;
    }
}
