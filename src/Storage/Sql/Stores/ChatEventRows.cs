using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>New rows of <c>core_chatevent</c>.</summary>
internal static class ChatEventRows
{
    public static async ValueTask InsertAsync(WriteScope scope, SqlStatements sql, ChatEvent inserted) => await Prepare(scope, sql, inserted).ExecuteAsync();

    /// <summary>False: the sender is no member of the channel, and nothing was inserted.</summary>
    /// <param name="inserted">With a sender; replaces nothing.</param>
    public static async ValueTask<bool> TryInsertAsync(WriteScope scope, SqlStatements sql, ChatEvent inserted) =>
        await Bind(scope.Prepare(sql.Chat.InsertMembersEvent), inserted).ExecuteAsync() > 0;

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

    private static SqlStatement Prepare(WriteScope scope, SqlStatements sql, ChatEvent inserted) =>
        Bind(scope.Prepare(sql.Chat.InsertEvent), inserted).Bind("@replaces", inserted.Replaces);

    private static SqlStatement Bind(SqlStatement statement, ChatEvent inserted) => statement
        .Bind("@id", inserted.Id)
        .Bind("@channel", inserted.Channel)
        .Bind("@sender", inserted.Sender?.Value)
        .Bind("@now", inserted.Timestamp)
        .Bind("@eventType", inserted.EventType)
        .Bind("@content", inserted.Content);
}
