using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Reads what channel lists are made of, for several at once.</summary>
internal static class ChannelListRows
{
    /// <summary>The lists of the users.</summary>
    public static async ValueTask<IReadOnlyList<ReopenedList>> ReadAsync(SqlSession session, SqlStatements sql, WorldId world, IReadOnlyCollection<UserId> users)
    {
        var memberships = await session.Prepare(sql.Chat.ListedMemberships)
            .Bind("@users", users)
            .Bind("@world", world)
            .ReadAllAsync(static row => (Membership: SqlRows.Membership(row), User: new UserId(row.Uuid(5))));
        HashSet<ChannelId> direct = [.. memberships.Where(static row => row.Membership.IsDirect).Select(static row => row.Membership.Channel)];
        var members = await ReadMembersAsync(session, sql, world, direct);
        var lists = users.ToDictionary(static user => user, static _ => new List<ListedChannel>());
        foreach (var (membership, user) in memberships)
        {
            lists[user].Add(new ListedChannel(membership, null));
        }

        foreach (var list in lists.Values)
        {
            ListedChannel.AddMembers(list, members);
        }

        return [.. lists.Select(static list => new ReopenedList(list.Key, list.Value))];
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
