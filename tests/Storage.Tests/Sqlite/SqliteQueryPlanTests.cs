using Microsoft.Data.Sqlite;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Storage.Tests.Sqlite;

/// <summary>Which way SQLite takes to users: it has no statistics, and looking at all users of a world for each visitor makes a storm quadratic.</summary>
public sealed class SqliteQueryPlanTests
{
    private static readonly UserSql Users = new SqlStatements(SqliteDialect.Instance).User;

    public static TheoryData<string> Selections => new(
        Users.ById.Text,
        Users.ByIds.Text,
        Users.ByClientId.Text,
        Users.ByClientIds.Text,
        Users.ByTokenId.Text,
        Users.ByTokenIds.Text,
        Users.ByMembership.Text,
        Users.ByMemberships.Text);

    [Theory]
    [MemberData(nameof(Selections))]
    public async Task Selection_OfFewUsers_DoesNotLookAtAll(string sql)
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using var connection = (SqliteConnection)store.OpenForeign();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in new[] { "@world", "@user", "@users", "@client", "@clients", "@token", "@tokens", "@channel", "@channels" })
        {
            if (sql.Contains(name + ")", StringComparison.Ordinal) || sql.Contains(name + " ", StringComparison.Ordinal) || sql.EndsWith(name, StringComparison.Ordinal))
            {
                command.Parameters.AddWithValue(name, "[]");
            }
        }

        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(3));
        }

        Assert.Contains(plan, static step => step.StartsWith("SEARCH u USING INDEX", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, static step => step.Contains("core_user_world_id", StringComparison.Ordinal));
    }
}
