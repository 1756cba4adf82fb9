using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>New rows of <c>core_chatevent</c>.</summary>
internal static class ChatEventRows
{
    public static async ValueTask InsertAsync(WriteScope scope, SqlStatements sql, ChatEvent inserted) => await Prepare(scope, sql, inserted).ExecuteAsync();

    /// <summary>Several at once: they share their round trip.</summary>
    public static async ValueTask InsertAsync(WriteScope scope, SqlStatements sql, IReadOnlyList<ChatEvent> inserted)
    {
        var inserting = new List<Task>(inserted.Count);
        foreach (var chatEvent in inserted)
        {
            inserting.Add(Prepare(scope, sql, chatEvent).ExecuteAsync().AsTask());
        }

        foreach (var insertion in inserting)
        {
            await insertion;
        }
    }

    private static SqlStatement Prepare(WriteScope scope, SqlStatements sql, ChatEvent inserted) => scope.Prepare(sql.Chat.InsertEvent)
        .Bind("@id", inserted.Id)
        .Bind("@channel", inserted.Channel)
        .Bind("@sender", inserted.Sender?.Value)
        .Bind("@now", inserted.Timestamp)
        .Bind("@eventType", inserted.EventType)
        .Bind("@content", inserted.Content)
        .Bind("@replaces", inserted.Replaces);
}
