using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat;

/// <summary>The users of a <c>chat.direct.create</c> (chat.md section 7.9).</summary>
internal static class DirectUsers
{
    /// <summary>Members of one direct channel: a message writes a row for each of them.</summary>
    public const int Max = 100;

    /// <summary>Reads the list. Null: all right.</summary>
    /// <param name="list">Null: nobody.</param>
    /// <param name="users">Gets every user once.</param>
    /// <param name="hasUnknown">An id is no UUID and so nobody's.</param>
    public static string? Read(RawJson? list, HashSet<UserId> users, out bool hasUnknown)
    {
        hasUnknown = false;
        if (list is not { } json)
        {
            return null;
        }

        var reader = new Utf8JsonReader(json.Utf8, new JsonReaderOptions { MaxDepth = JsonInput.MaxDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return "body.users: expected an array of strings";
        }

        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                return $"body.users[{index}]: expected a string";
            }

            if (!JsonInput.TryReadGuid(ref reader, out var id))
            {
                hasUnknown = true;
            }
            else if (users.Add(new UserId(id)) && users.Count > Max)
            {
                return $"body.users: at most {Max} users";
            }
        }

        return null;
    }
}
