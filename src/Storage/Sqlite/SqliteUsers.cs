using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>Reads users with their grants. The parameters of a selection's condition are bound by the caller through <c>bind</c>.</summary>
internal static class SqliteUsers
{
    public static UserRow? ReadOne<TState>(
        SqliteSession session, UserSelection selection, WorldId world, TState state, Action<SqliteStatement, TState> bind)
    {
        var users = Read(session, selection, world, state, bind);
        return users.Count > 0 ? users[0] : null;
    }

    public static List<UserRow> Read<TState>(
        SqliteSession session, UserSelection selection, WorldId world, TState state, Action<SqliteStatement, TState> bind)
    {
        var users = new List<UserRow>();
        using (var rows = Bind(session, selection.Users, world, state, bind).Read())
        {
            while (rows.Read())
            {
                users.Add(SqliteRows.User(rows, [], []));
            }
        }

        if (users.Count > 0)
        {
            AddGrants(session, selection, world, state, bind, users);
        }

        return users;
    }

    private static void AddGrants<TState>(
        SqliteSession session, UserSelection selection, WorldId world, TState state, Action<SqliteStatement, TState> bind, List<UserRow> users)
    {
        Dictionary<UserId, List<string>>? worldGrants = null;
        using (var rows = Bind(session, selection.WorldGrants, world, state, bind).Read())
        {
            while (rows.Read())
            {
                Add(worldGrants ??= [], new UserId(rows.Uuid(0)!.Value), rows.GetString(1));
            }
        }

        Dictionary<UserId, List<RoomGrant>>? roomGrants = null;
        using (var rows = Bind(session, selection.RoomGrants, world, state, bind).Read())
        {
            while (rows.Read())
            {
                Add(roomGrants ??= [], new UserId(rows.Uuid(0)!.Value), new RoomGrant(new RoomId(rows.Uuid(1)!.Value), rows.GetString(2)));
            }
        }

        if (worldGrants is null && roomGrants is null)
        {
            return;
        }

        for (var index = 0; index < users.Count; index++)
        {
            var user = users[index];
            users[index] = user with
            {
                WorldGrants = worldGrants?.GetValueOrDefault(user.Id) ?? [],
                RoomGrants = roomGrants?.GetValueOrDefault(user.Id) ?? [],
            };
        }
    }

    private static SqliteStatement Bind<TState>(SqliteSession session, string sql, WorldId world, TState state, Action<SqliteStatement, TState> bind)
    {
        var statement = session.Prepare(sql).Bind("@world", world);
        bind(statement, state);
        return statement;
    }

    private static void Add<T>(Dictionary<UserId, List<T>> grants, UserId user, T grant)
    {
        if (!grants.TryGetValue(user, out var list))
        {
            grants.Add(user, list = []);
        }

        list.Add(grant);
    }
}
