using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>A <see cref="ChatWrite"/> as a unit of work.</summary>
/// <remarks>Per chat message one statement, the insert. Memberships, edits, mentions and direct channels add theirs.</remarks>
internal sealed class ChatWriteUnit(ChatWrite write, SqlStatements sql, TaskCompletionSource completion) : WriteUnit
{
    private readonly ChatWrite _write = write;
    private readonly SqlStatements _sql = sql;
    private readonly TaskCompletionSource _completion = completion;
    private ChatWriteOutcome _outcome;

    // A message in a room decides by the membership of that moment, whichever it is; a change of membership decides by the user's row, an edit by an event of the channel, and in direct channels everything
    // decides by who has hidden them.
    public override WriteKey Key { get; } =
        IsDirect(write) ? WriteKey.Of(write.Channel)
        : write.MembershipChange != MembershipChange.None ? WriteKey.Of(write.User)
        : write.Replaces is not null ? WriteKey.Of(write.Channel)
        : WriteKey.None;

    public override ChannelId? EventChannel => _write.EventType is null ? null : _write.Channel;

    // Of writes into a direct channel on two nodes the later one sees what the earlier one has hidden or shown.
    public override ChannelId? PublishedChannel => IsDirect(_write) ? _write.Channel : EventChannel;

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

    protected override async ValueTask ExecuteAsync(WriteScope scope)
    {
        var replaced = _write.Replaces is { } id ? await FindReplacedAsync(scope, id) : null;
        List<UserId> hidden = _write.IsDirect ? await DirectSteps.FindHiddenAsync(scope, _sql, _write.Channel) : [];
        var refusal = await CheckAsync(scope, replaced, hidden);
        if (refusal != ChatRefusal.None)
        {
            _outcome = new ChatWriteOutcome { Refusal = refusal };
            return;
        }

        var reopened = hidden.Count == 0 ? null : await DirectSteps.ReopenAsync(scope, _sql, _write);
        var hasChanged = await ChangeMembershipAsync(scope);
        if (replaced is not null)
        {
            await ReplaceContentAsync(scope, replaced);
        }

        var isEventWanted = _write.EventType is not null && (hasChanged || _write.MembershipChange == MembershipChange.None);
        var inserted = isEventWanted ? await TryInsertEventAsync(scope) : null;
        _outcome = isEventWanted && inserted is null
            ? new ChatWriteOutcome { Refusal = ChatRefusal.Denied }
            : new ChatWriteOutcome(hasChanged, inserted) { Reopened = reopened };
    }

    private static bool IsDirect(ChatWrite write) => write.IsDirect || write.MembershipChange == MembershipChange.Hide;

    private async ValueTask<ChatEvent> FindReplacedAsync(WriteScope scope, long id) =>
        await scope.Prepare(_sql.Chat.FindEvent).Bind("@event", id).Bind("@channel", _write.Channel).ReadFirstAsync(SqlRows.ChatEvent)
            ?? throw new InvalidOperationException("The replaced event does not exist.");

    private ValueTask<ChatRefusal> CheckAsync(WriteScope scope, ChatEvent? replaced, List<UserId> hidden)
    {
        // Another node may have deleted the message after the module has looked at it.
        var isUndeletion = replaced is not null && DeletedMessage.Is(replaced.Content) && !DeletedMessage.Is(_write.Content);
        return isUndeletion ? new ValueTask<ChatRefusal>(ChatRefusal.Denied)
            : _write.IsDirect ? CheckDirectAsync(scope, hidden)
            : new ValueTask<ChatRefusal>(ChatRefusal.None);
    }

    private async ValueTask<ChatRefusal> CheckDirectAsync(WriteScope scope, List<UserId> hidden)
    {
        if (!await DirectSteps.MayWriteAsync(scope, _sql, _write, hidden))
        {
            return ChatRefusal.Denied;
        }

        return _write.Call is { } call && !await DirectSteps.PlaceAsync(scope, _sql, _write, call) ? ChatRefusal.NoCallServer : ChatRefusal.None;
    }

    private async ValueTask<bool> ChangeMembershipAsync(WriteScope scope)
    {
        if (_write.MembershipChange == MembershipChange.None)
        {
            return false;
        }

        if (_write.MembershipChange == MembershipChange.Join)
        {
            return await JoinAsync(scope);
        }

        var statement = _write.MembershipChange switch
        {
            MembershipChange.Leave => _sql.Chat.Leave,
            MembershipChange.Hide => _sql.Direct.Hide,
            _ => _sql.Chat.LeaveIfVolatile,
        };
        var hasLeft = await scope.Prepare(statement).Bind("@channel", _write.Channel).Bind("@user", _write.User).ExecuteAsync() > 0;
        if (hasLeft)
        {
            await BumpUserAsync(scope);
        }

        return hasLeft;
    }

    private async ValueTask<bool> JoinAsync(WriteScope scope)
    {
        var hasJoined = await scope.Prepare(_sql.Chat.Join)
            .Bind("@channel", _write.Channel)
            .Bind("@user", _write.User)
            .Bind("@volatile", _write.IsVolatile)
            .ExecuteAsync() > 0;
        var isConverted = !hasJoined && !_write.IsVolatile
            && await scope.Prepare(_sql.Chat.MakePersistent).Bind("@channel", _write.Channel).Bind("@user", _write.User).ExecuteAsync() > 0;
        if (hasJoined || isConverted)
        {
            await BumpUserAsync(scope);
        }

        return hasJoined;
    }

    private async ValueTask ReplaceContentAsync(WriteScope scope, ChatEvent oldEvent)
    {
        await scope.Prepare(_sql.Chat.ReplaceContent)
            .Bind("@content", _write.Content)
            .Bind("@now", _write.Now)
            .Bind("@event", oldEvent.Id)
            .Bind("@channel", _write.Channel)
            .ExecuteAsync();
        var newEvent = oldEvent with { Content = _write.Content, Edited = StoredTime.Of(_write.Now) };
        await scope.Prepare(_sql.Audit.Insert)
            .Bind("@now", _write.Now)
            .Bind("@type", AuditTypes.ChatEventUpdated)
            .Bind("@data", AuditData.ChatEventUpdated(oldEvent, newEvent, bySameUser: oldEvent.Sender == _write.User))
            .Bind("@user", _write.User)
            .Bind("@world", _write.World)
            .ExecuteAsync();
    }

    /// <summary>Null: see <see cref="ChatWrite.IsForMembers"/>.</summary>
    private async ValueTask<ChatEvent?> TryInsertEventAsync(WriteScope scope)
    {
        var inserted = new ChatEvent(
            scope.EventId, _write.Channel, _write.User, StoredTime.Of(_write.Now), _write.EventType!, _write.Content, null, _write.Replaces, []);
        if (!_write.IsForMembers)
        {
            await ChatEventRows.InsertAsync(scope, _sql, inserted);
        }
        else if (!await ChatEventRows.TryInsertAsync(scope, _sql, inserted))
        {
            return null;
        }

        if (_write.Notified.Count > 0)
        {
            await scope.Prepare(_sql.Notification.Insert).Bind("@event", inserted.Id).Bind("@users", _write.Notified).ExecuteAsync();
        }

        return inserted;
    }

    // Other servers on the same rows cache memberships with the user (connection.md section 9).
    private async ValueTask BumpUserAsync(WriteScope scope) =>
        scope.NoteVersion(_write.User, await scope.Prepare(_sql.User.BumpVersion).Bind("@user", _write.User).ReadNumberAsync());
}
