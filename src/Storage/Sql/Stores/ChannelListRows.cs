using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Reads what channel lists are made of, for several at once.</summary>
internal static class ChannelListRows
{
    private static readonly Dictionary<ChannelId, IReadOnlyList<UserRow>> NoMembers = [];

    /// <summary>The lists of the users.</summary>
    public static async ValueTask<IReadOnlyList<ReopenedList>> ReadAsync(SqlSession session, SqlStatements sql, WorldId world, IReadOnlyCollection<UserId> users)
    {
        var lists = await ReadListedAsync(session, sql, world, users);
        return [.. users.Select(user => new ReopenedList(user, lists.GetValueOrDefault(user, [])))];
    }

    /// <summary>The lists of those users who have one.</summary>
    public static async ValueTask<Dictionary<UserId, List<ListedChannel>>> ReadListedAsync(
        SqlSession session, SqlStatements sql, WorldId world, IReadOnlyCollection<UserId> users)
    {
        var memberships = await session.Prepare(sql.Chat.ListedMemberships)
            .Bind("@users", users)
            .Bind("@world", world)
            .ReadAllAsync(static row => (Membership: SqlRows.Membership(row), User: new UserId(row.Uuid(5))));
        HashSet<ChannelId> direct = [.. memberships.Where(static row => row.Membership.IsDirect).Select(static row => row.Membership.Channel)];
        var members = direct.Count == 0 ? NoMembers : await ReadMembersAsync(session, sql, world, direct);
        var lists = new Dictionary<UserId, List<ListedChannel>>();
        foreach (var (membership, user) in memberships)
        {
            if (!lists.TryGetValue(user, out var list))
            {
                lists.Add(user, list = []);
            }

            list.Add(new ListedChannel(membership, null));
        }

        foreach (var list in lists.Values)
        {
            ListedChannel.AddMembers(list, members);
        }

        return lists;
    }

    /// <summary>Rows of the members by channel; a channel without any is absent.</summary>
    public static async ValueTask<IReadOnlyDictionary<ChannelId, IReadOnlyList<UserRow>>> ReadMembersAsync(
        SqlSession session, SqlStatements sql, WorldId world, IReadOnlyCollection<ChannelId> channels)
    {
        var users = await session.Prepare(sql.User.ByMemberships.Text).Bind("@world", world).Bind("@channels", channels).ReadAllAsync(SqlRows.User);
        var members = await session.Prepare(sql.Chat.MembersOfChannels)
            .Bind("@channels", channels)
            .ReadAllAsync(static row => (Channel: new ChannelId(row.Uuid(0)), User: new UserId(row.Uuid(1))));
        return Group(members, users.ToDictionary(static user => user.Id));
    }

    private static Dictionary<ChannelId, IReadOnlyList<UserRow>> Group(
        List<(ChannelId Channel, UserId User)> members, Dictionary<UserId, UserRow> users)
    {
        var groups = new Dictionary<ChannelId, IReadOnlyList<UserRow>>();
        foreach (var group in members.GroupBy(static member => member.Channel))
        {
            groups.Add(group.Key, [.. group.Where(member => users.ContainsKey(member.User)).Select(member => users[member.User])]);
        }

        return groups;
    }
}
