using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>What a write into a direct channel does beside its event (chat.md section 7.6, checks 8 and 9, effects 2 and 3).</summary>
internal static class DirectSteps
{
    /// <summary>Who has hidden the channel. Nobody hides it until the commit: those who do wait for their turn at the channel.</summary>
    public static ValueTask<List<UserId>> FindHiddenAsync(WriteScope scope, SqlStatements sql, ChannelId channel) =>
        scope.Prepare(sql.Direct.FindHidden).Bind("@channel", channel).ReadAllAsync(static row => new UserId(row.Uuid(0)));

    /// <summary>Whether the user may write into the channel; stays true until the commit.</summary>
    /// <param name="hidden">Whose rows are about to be changed; locked with the sender's.</param>
    public static async ValueTask<bool> MayWriteAsync(WriteScope scope, SqlStatements sql, ChatWrite write, List<UserId> hidden)
    {
        // Both on their way before either is awaited, in this order: the second looks when the sender is locked.
        var locking = LockAsync(scope, sql, write.User, hidden);
        var blocking = scope.Prepare(sql.Direct.IsBlocked).Bind("@user", write.User).Bind("@channel", write.Channel).ReadNumberAsync();
        var isActive = await locking;
        return await blocking is null && isActive;
    }

    /// <summary>Shows the channel to everybody again who has hidden it, and reads their lists; null: nobody had.</summary>
    public static async ValueTask<IReadOnlyList<ReopenedList>?> ReopenAsync(WriteScope scope, SqlStatements sql, ChatWrite write)
    {
        var reopened = await scope.Prepare(sql.Direct.Reopen).Bind("@channel", write.Channel).ReadAllAsync(static row => new UserId(row.Uuid(0)));
        if (reopened.Count == 0)
        {
            return null;
        }

        await BumpAsync(scope, sql, reopened);
        return await ChannelListRows.ReadAsync(scope.Session, sql, write.World, reopened);
    }

    /// <summary>Other servers on the same rows cache memberships with the users (connection.md section 9).</summary>
    public static async ValueTask BumpAsync(WriteScope scope, SqlStatements sql, IEnumerable<UserId> users)
    {
        var versions = await scope.Prepare(sql.Direct.BumpUsers)
            .Bind("@users", users)
            .ReadAllAsync(static row => (User: new UserId(row.Uuid(0)), Version: row.Number(1)));
        foreach (var (user, version) in versions)
        {
            scope.NoteVersion(user, version);
        }
    }

    /// <summary>Stores the call on a server; false: there is none for it.</summary>
    public static async ValueTask<bool> PlaceAsync(WriteScope scope, SqlStatements sql, ChatWrite write, NewCall call)
    {
        var servers = await scope.Prepare(sql.Call.ChooseServer)
            .Bind("@world", write.World)
            .ReadAllAsync(static row => (Id: row.Uuid(0), InTier: row.Integer(1)));
        if (servers is not [var server, ..])
        {
            return false;
        }

        if (server.InTier > 1)
        {
            await scope.Prepare(sql.Call.AddCost).Bind("@server", server.Id).ExecuteAsync();
        }

        await scope.Prepare(sql.Call.Insert)
            .Bind("@id", call.Id)
            .Bind("@now", write.Now)
            .Bind("@server", server.Id)
            .Bind("@meeting", call.MeetingId)
            .Bind("@attendee", call.AttendeePassword)
            .Bind("@moderator", call.ModeratorPassword)
            .Bind("@world", write.World)
            .ExecuteAsync();
        await scope.Prepare(sql.Call.Invite).Bind("@call", call.Id).Bind("@users", call.Invited).ExecuteAsync();
        return true;
    }

    /// <summary>True: the sender is neither silenced, banned nor deleted.</summary>
    private static async ValueTask<bool> LockAsync(WriteScope scope, SqlStatements sql, UserId sender, List<UserId> hidden)
    {
        if (hidden.Count == 0)
        {
            return await scope.Prepare(sql.Direct.LockSender).Bind("@user", sender).ReadFirstAsync(IsActive);
        }

        HashSet<UserId> users = [sender, .. hidden];
        var locked = await scope.Prepare(sql.Direct.LockUsers).Bind("@users", users).ReadAllAsync(static row => (Id: new UserId(row.Uuid(2)), IsActive: IsActive(row)));
        return locked.Exists(row => row.Id == sender && row.IsActive);
    }

    private static bool IsActive(SqlRow row) => row.Text(0).Length == 0 && !row.Truth(1);
}
