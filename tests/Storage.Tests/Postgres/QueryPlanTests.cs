using Npgsql;
using Venueless.Fast.Storage.Postgres;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Tests.Services;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>What the server does with the frequent reads of a large installation: 200,000 events, 50,000 of them in one channel, and 20,000 users.</summary>
public sealed class QueryPlanTests
{
    private const string Fill =
        """
        INSERT INTO core_world (id, title, version, locale, timezone, feature_flags, vapid_private_key, vapid_public_key)
        VALUES ('sample', '', 2, 'en', 'Europe/Berlin', '[]', '', '');
        INSERT INTO core_channel (id, world_id) SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'sample' FROM generate_series(1, 4) n;
        INSERT INTO core_user (id, world_id, client_id, token_id, profile, client_state, traits, version, moderation_state, show_publicly, deleted, type)
        SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'sample',
            CASE WHEN n % 2 = 0 THEN 'c' || n END, CASE WHEN n % 2 = 1 THEN 't' || n END, '{}', '{}', '{}', 2, '', TRUE, FALSE, 'person'
        FROM generate_series(1, 20000) n;
        INSERT INTO core_worldgrant (role, user_id, world_id) SELECT 'x', id, 'sample' FROM core_user WHERE client_id IS NOT NULL;
        INSERT INTO core_chatevent (id, timestamp, event_type, content, channel_id, sender_id)
        SELECT n, now(), CASE WHEN n % 5 = 0 THEN 'channel.message' ELSE 'channel.member' END, '{"type":"text","body":"Hi"}',
            ('00000000-0000-4000-8000-' || lpad((n % 4 + 1)::text, 12, '0'))::uuid, '00000000-0000-4000-8000-000000000001'
        FROM generate_series(1, 200000) n;
        ANALYZE
        """;

    private const string FirstUser =
        """
        INSERT INTO core_world (id, title, version, locale, timezone, feature_flags, vapid_private_key, vapid_public_key)
        VALUES ('sample', '', 2, 'en', 'Europe/Berlin', '[]', '', '');
        INSERT INTO core_user (id, world_id, profile, client_state, traits, version, moderation_state, show_publicly, deleted, type)
        VALUES ('00000000-0000-4000-8000-000000000001', 'sample', '{}', '{}', '{}', 2, '', TRUE, FALSE, 'person');
        ANALYZE
        """;

    private static readonly SqlStatements Sql = new(PostgresDialect.Instance);
    private static readonly Guid First = new("00000000-0000-4000-8000-000000000001");

    [ServiceFact(TestDatabase.Variable)]
    public async Task FrequentReads_OfALargeInstallation_UseIndexes()
    {
        await using var database = await TestDatabase.CreateMigratedAsync();
        await database.ExecuteAsync(Fill);

        await AssertUsesAsync(database, "fast_chatevent_channel", Sql.Chat.FetchAll, Page());
        await AssertUsesAsync(database, "fast_chatevent_channel_content", Sql.Chat.FetchContent, Page());
        await AssertUsesAsync(database, "fast_chatevent_channel_content", Sql.Chat.UnreadPointer, Channel());
        await AssertUsesAsync(database, "fast_chatevent_channel_content", Sql.Chat.FindMembership, Channel(), ("@user", SqlType.Uuid, First));
        await AssertUsesAsync(database, "fast_chatevent_channel_content", Sql.Chat.Memberships, World(), ("@user", SqlType.Uuid, First));
        await AssertUsesAsync(database, "core_chatevent_pkey", Sql.Chat.LastEventId);
        await AssertUsesAsync(database, "fast_chatevent_channel", Sql.Chat.FindEvent, [Channel(), ("@event", SqlType.Number, 4711L)]);
        await AssertUsesAsync(database, "core_user_pkey", Sql.User.ById.Text, World(), ("@user", SqlType.Uuid, First));
        await AssertUsesAsync(database, "token_id", Sql.User.ByTokenId.Text, World(), ("@token", SqlType.Text, "t4711"));
        await AssertUsesAsync(database, "client_id", Sql.User.ByClientId.Text, World(), ("@client", SqlType.Text, "c4712"));
        await AssertUsesAsync(database, "token_id", Sql.User.ByTokenIds.Text, World(), ("@tokens", SqlType.TextList, new[] { "t4711", "t4713" }));
        await AssertUsesAsync(database, "client_id", Sql.User.ByClientIds.Text, World(), ("@clients", SqlType.TextList, new[] { "c4712", "c4714" }));
        await AssertUsesAsync(database, "core_user_pkey", Sql.User.ByIds.Text, World(), ("@users", SqlType.UuidList, new[] { First }));
        await AssertUsesAsync(database, "fast_chatevent_channel_content", Sql.Chat.ListedMemberships, World(), ("@users", SqlType.UuidList, new[] { First }));
    }

    [PostgresTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadsOfUsers_PlannedWhileThereAreHardlyAny_UseTheirIndexes(bool hasStatistics)
    {
        await using var database = await TestDatabase.CreateMigratedAsync();
        if (hasStatistics)
        {
            await database.ExecuteAsync(FirstUser);
        }

        await using var connector = new PostgresConnector(database.Options);
        await using var reader = await connector.OpenReaderAsync(CancellationToken.None);
        await reader.Prepare("SET plan_cache_mode = force_generic_plan").ExecuteAsync();

        var byIds = await PlanAsync(reader.Prepare($"EXPLAIN {Sql.User.ByIds.Text}").Bind("@users", [First]));
        var byTokens = await PlanAsync(reader.Prepare($"EXPLAIN {Sql.User.ByTokenIds.Text}").Bind("@tokens", ["t1"]));
        var byClients = await PlanAsync(reader.Prepare($"EXPLAIN {Sql.User.ByClientIds.Text}").Bind("@clients", ["c1"]));

        Assert.All([byIds, byTokens, byClients], static plan => Assert.DoesNotContain("Seq Scan on core_user", plan, StringComparison.Ordinal));
        Assert.Contains("core_user_pkey", byIds, StringComparison.Ordinal);
        Assert.Contains("token_id", byTokens, StringComparison.Ordinal);
        Assert.Contains("client_id", byClients, StringComparison.Ordinal);
    }

    private static async Task<string> PlanAsync(SqlStatement explained) =>
        string.Join('\n', await explained.Bind("@world", "sample").ReadAllAsync(static row => row.Text(0)));

    private static (string Name, SqlType Type, object Value)[] Page() =>
        [Channel(), ("@before", SqlType.Number, 150_000L), ("@count", SqlType.Number, 50L)];

    private static (string Name, SqlType Type, object Value) Channel() => ("@channel", SqlType.Uuid, First);

    private static (string Name, SqlType Type, object Value) World() => ("@world", SqlType.Text, "sample");

    /// <summary>The index is in the plan, and nothing reads or sorts one of the large tables as a whole. Also with the plan for any parameters.</summary>
    private static async Task AssertUsesAsync(TestDatabase database, string index, string sql, params (string Name, SqlType Type, object Value)[] parameters)
    {
        foreach (var mode in new[] { "force_custom_plan", "force_generic_plan" })
        {
            await using var connection = await database.DataSource.OpenConnectionAsync();
            await using (var setting = new NpgsqlCommand($"SET plan_cache_mode = {mode}", connection))
            {
                await setting.ExecuteNonQueryAsync();
            }

            await using var command = new NpgsqlCommand($"EXPLAIN {sql}", connection);
            foreach (var (name, type, value) in parameters)
            {
                PostgresParameters.Set(command.Parameters, name, type, value);
            }

            var lines = new List<string>();
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                lines.Add(rows.GetString(0));
            }

            var plan = string.Join('\n', lines);
            Assert.Contains(lines, line => line.Contains("Index", StringComparison.Ordinal) && line.Contains(index, StringComparison.Ordinal));
            Assert.DoesNotContain("Seq Scan on core_user", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan on core_worldgrant", plan, StringComparison.Ordinal);
            Assert.DoesNotContain(index == "core_chatevent_pkey" ? "fast_" : "core_chatevent_pkey", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan on core_chatevent ", plan, StringComparison.Ordinal);
        }
    }
}
