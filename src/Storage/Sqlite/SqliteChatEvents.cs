using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>Reads chat events with their reactions.</summary>
internal static class SqliteChatEvents
{
    public static ChatEvent? Find(SqliteSession session, SqliteStatements sql, ChannelId channel, long eventId)
    {
        ChatEvent found;
        using (var row = session.Prepare(sql.Chat.FindEvent).Bind("@event", eventId).Bind("@channel", channel).Read())
        {
            if (!row.Read())
            {
                return null;
            }

            found = SqliteRows.ChatEvent(row);
        }

        return WithReactions(session, sql, [found])[0];
    }

    public static ChatEvent[] WithReactions(SqliteSession session, SqliteStatements sql, ChatEvent[] events)
    {
        if (events.Length == 0)
        {
            return events;
        }

        var ids = SqliteFormats.List(Array.ConvertAll(events, static chatEvent => chatEvent.Id));
        Dictionary<long, List<ChatReaction>>? reactions = null;
        using (var rows = session.Prepare(sql.Chat.Reactions).Bind("@events", ids).Read())
        {
            while (rows.Read())
            {
                reactions ??= [];
                var id = rows.GetInt64(0);
                if (!reactions.TryGetValue(id, out var list))
                {
                    reactions.Add(id, list = []);
                }

                list.Add(new ChatReaction(rows.GetString(1), new UserId(rows.Uuid(2)!.Value)));
            }
        }

        if (reactions is not null)
        {
            for (var index = 0; index < events.Length; index++)
            {
                if (reactions.TryGetValue(events[index].Id, out var list))
                {
                    events[index] = events[index] with { Reactions = list };
                }
            }
        }

        return events;
    }
}
