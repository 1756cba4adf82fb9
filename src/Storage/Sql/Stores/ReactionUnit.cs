using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>A <see cref="ReactionWrite"/> as a unit of work. What it reads is what is committed: one after the other per channel, and the event stays locked.</summary>
internal sealed class ReactionUnit(ReactionWrite write, SqlStatements sql, TaskCompletionSource completion) : WriteUnit
{
    private readonly ReactionWrite _write = write;
    private readonly SqlStatements _sql = sql;
    private readonly TaskCompletionSource _completion = completion;
    private ChatEvent? _event;
    private IReadOnlyList<UserRow> _late = [];

    public override ChannelId? PublishedChannel => _write.Channel;

    public override WriteKey Key { get; } = WriteKey.Of(write.Channel);

    public override void Succeed()
    {
        try
        {
            _write.OnCommitted(_event, _late);
        }
        finally
        {
            _completion.SetResult();
        }
    }

    public override void Fail(Exception exception) => _completion.SetException(exception);

    protected override async ValueTask ExecuteAsync(WriteScope scope)
    {
        _event = null;
        _late = [];
        var id = await scope.Prepare(_sql.ChatReaction.LockEvent).Bind("@event", _write.EventId).Bind("@channel", _write.Channel).ReadNumberAsync();
        if (id is null)
        {
            return;
        }

        await scope.Prepare(_write.IsRemoval ? _sql.ChatReaction.Remove : _sql.ChatReaction.Add)
            .Bind("@event", _write.EventId)
            .Bind("@emoji", _write.Emoji)
            .Bind("@user", _write.User)
            .ExecuteAsync();
        _event = await scope.Prepare(_sql.Chat.FindEvent).Bind("@event", _write.EventId).Bind("@channel", _write.Channel).ReadFirstAsync(SqlRows.ChatEvent);
        await ReadLateAsync(scope);
    }

    private async ValueTask ReadLateAsync(WriteScope scope)
    {
        HashSet<UserId>? unknown = null;
        foreach (var reaction in _event?.Reactions ?? [])
        {
            if (!_write.IsKnown(reaction.User))
            {
                (unknown ??= []).Add(reaction.User);
            }
        }

        if (unknown is not null)
        {
            _late = await scope.Prepare(_sql.User.ByIds.Text).Bind("@world", _write.World).Bind("@users", unknown).ReadAllAsync(SqlRows.User);
        }
    }
}
