using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>A <see cref="ChatWrite"/> as a unit of work.</summary>
/// <remarks>Per chat message one statement, the insert: the id comes from memory. Memberships and edits add theirs.</remarks>
internal sealed class ChatWriteUnit(ChatWrite write, SqliteStatements sql, TaskCompletionSource completion) : WriteUnit
{
    private readonly ChatWrite _write = write;
    private readonly SqliteStatements _sql = sql;
    private readonly TaskCompletionSource _completion = completion;
    private ChatWriteOutcome _outcome;

    public override void Execute(WriteScope scope)
    {
        var hasChanged = ChangeMembership(scope);
        if (_write.Replaces is { } replaced)
        {
            ReplaceContent(scope, replaced);
        }

        var isEventWanted = _write.EventType is not null && (hasChanged || _write.MembershipChange == MembershipChange.None);
        _outcome = new ChatWriteOutcome(hasChanged, isEventWanted ? InsertEvent(scope) : null);
    }

    public override void Succeed()
    {
        try
        {
            _write.OnCommitted(_outcome);
        }
        finally
        {
            _completion.SetResult();
        }
    }

    public override void Fail(Exception exception) => _completion.SetException(exception);

    private bool ChangeMembership(WriteScope scope)
    {
        if (_write.MembershipChange == MembershipChange.None)
        {
            return false;
        }

        if (_write.MembershipChange == MembershipChange.Join)
        {
            return Join(scope);
        }

        var statement = _write.MembershipChange == MembershipChange.Leave ? _sql.Chat.Leave : _sql.Chat.LeaveIfVolatile;
        var hasLeft = scope.Prepare(statement).Bind("@channel", _write.Channel).Bind("@user", _write.User).Execute() > 0;
        if (hasLeft)
        {
            BumpUser(scope);
        }

        return hasLeft;
    }

    private bool Join(WriteScope scope)
    {
        var hasJoined = scope.Prepare(_sql.Chat.Join)
            .Bind("@channel", _write.Channel)
            .Bind("@user", _write.User)
            .Bind("@volatile", _write.IsVolatile)
            .Execute() > 0;
        var isConverted = !hasJoined && !_write.IsVolatile
            && scope.Prepare(_sql.Chat.MakePersistent).Bind("@channel", _write.Channel).Bind("@user", _write.User).Execute() > 0;
        if (hasJoined || isConverted)
        {
            BumpUser(scope);
        }

        return hasJoined;
    }

    private void ReplaceContent(WriteScope scope, long replaced)
    {
        var oldEvent = SqliteChatEvents.Find(scope.Session, _sql, _write.Channel, replaced)
            ?? throw new InvalidOperationException("The replaced event does not exist.");
        scope.Prepare(_sql.Chat.ReplaceContent)
            .Bind("@content", _write.Content)
            .Bind("@now", _write.Now)
            .Bind("@event", replaced)
            .Bind("@channel", _write.Channel)
            .Execute();
        var newEvent = oldEvent with { Content = _write.Content, Edited = SqliteFormats.Stored(_write.Now) };
        scope.Prepare(_sql.Audit.Insert)
            .Bind("@now", _write.Now)
            .Bind("@type", AuditTypes.ChatEventUpdated)
            .Bind("@data", AuditData.ChatEventUpdated(oldEvent, newEvent, bySameUser: oldEvent.Sender == _write.User))
            .Bind("@user", _write.User)
            .Bind("@world", _write.World)
            .Execute();
    }

    private ChatEvent InsertEvent(WriteScope scope)
    {
        var inserted = new ChatEvent(
            scope.TakeEventId(), _write.Channel, _write.User, SqliteFormats.Stored(_write.Now), _write.EventType!, _write.Content, null, _write.Replaces, []);
        scope.Prepare(_sql.Chat.InsertEvent)
            .Bind("@id", inserted.Id)
            .Bind("@channel", inserted.Channel)
            .Bind("@sender", _write.User)
            .Bind("@now", inserted.Timestamp)
            .Bind("@eventType", inserted.EventType)
            .Bind("@content", inserted.Content)
            .Bind("@replaces", inserted.Replaces)
            .Execute();
        return inserted;
    }

    // Other servers on the same rows cache memberships with the user (connection.md section 9).
    private void BumpUser(WriteScope scope) => scope.Prepare(_sql.User.BumpVersion).Bind("@user", _write.User).Execute();
}
