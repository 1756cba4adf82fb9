using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>
/// A <see cref="DirectOpening"/> as a unit of work: of equal sets of users one after the other, on this node by the key, over all nodes by the users' rows.
/// </summary>
internal sealed class DirectOpeningUnit(DirectOpening opening, SqlStatements sql, TaskCompletionSource completion) : WriteUnit
{
    private readonly DirectOpening _opening = opening;
    private readonly SqlStatements _sql = sql;
    private readonly TaskCompletionSource _completion = completion;
    private DirectOutcome _outcome = DirectOutcome.Refused;

    // Whoever opens a channel for the same users has the same smallest one.
    public override WriteKey Key { get; } = WriteKey.Of(opening.Users.MinBy(static user => user.Value));

    public override ChannelId? EventChannel => _opening.NewChannel;

    public override int EventCount => _opening.Users.Count;

    public override void Succeed()
    {
        try
        {
            _opening.OnCommitted(_outcome);
        }
        finally
        {
            _completion.SetResult();
        }
    }

    public override void Fail(Exception exception) => _completion.SetException(exception);

    protected override async ValueTask ExecuteAsync(WriteScope scope)
    {
        var locking = scope.Prepare(_sql.Direct.MembersForUpdate.Text).Bind("@world", _opening.World).Bind("@users", _opening.Users).ReadAllAsync(SqlRows.User);
        var blocking = scope.Prepare(_sql.Direct.BlocksAmong).Bind("@users", _opening.Users).ReadNumberAsync();
        var finding = scope.Prepare(_sql.Direct.FindOfUsers)
            .Bind("@author", _opening.Author)
            .Bind("@world", _opening.World)
            .Bind("@count", _opening.Users.Count)
            .Bind("@users", _opening.Users)
            .ReadUuidAsync();
        var members = await locking;
        var isBlocked = await blocking is not null;
        var found = await finding;
        _outcome = isBlocked || members.Count != _opening.Users.Count || !members.TrueForAll(MayBeMember) ? DirectOutcome.Refused
            : found is { } channel ? new DirectOutcome(new ChannelId(channel), members, [])
            : new DirectOutcome(_opening.NewChannel, members, await CreateAsync(scope, members));
    }

    private static bool MayBeMember(UserRow user) => !user.Deleted && user.Type is not (UserTypes.Kiosk or UserTypes.Anonymous);

    private async ValueTask<IReadOnlyList<ChatEvent>> CreateAsync(WriteScope scope, List<UserRow> members)
    {
        await scope.Prepare(_sql.Direct.Insert).Bind("@channel", _opening.NewChannel).Bind("@world", _opening.World).ExecuteAsync();
        await scope.Prepare(_sql.Direct.InsertMembers)
            .Bind("@channel", _opening.NewChannel)
            .Bind("@hidden", _opening.IsHidden)
            .Bind("@author", _opening.Author)
            .Bind("@users", _opening.Users)
            .ExecuteAsync();
        await DirectSteps.BumpAsync(scope, _sql, _opening.Users);
        var joins = new List<ChatEvent>(members.Count);
        foreach (var member in members)
        {
            var (id, joinedAt) = (scope.EventId + joins.Count, StoredTime.Of(_opening.Now));
            joins.Add(new ChatEvent(id, _opening.NewChannel, member.Id, joinedAt, ChatEventTypes.Member, _opening.JoinOf(member), null, null, []));
        }

        await ChatEventRows.InsertAsync(scope, _sql, joins);
        return joins;
    }
}
