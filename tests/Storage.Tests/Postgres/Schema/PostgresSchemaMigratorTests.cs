using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Postgres.Schema;
using Venueless.Fast.Storage.Tests.Services;

namespace Venueless.Fast.Storage.Tests.Postgres.Schema;

public sealed class PostgresSchemaMigratorTests
{
    private const string FirstStep = "0001_chat_event_indexes";
    private const string SecondStep = "0002_writer_marker";
    private const string ThirdStep = "0003_read_state";
    private const string FourthStep = "0004_room_for_updates";
    private const string FifthStep = "0005_recurring_work";

    private const string Everything =
        "SELECT c.relname || ' ' || coalesce(string_agg(a.attname, ',' ORDER BY a.attnum), '') FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid"
        + " WHERE c.relnamespace = 'public'::regnamespace GROUP BY c.oid, c.relname ORDER BY c.relname";

    private const string Waiters =
        "SELECT DISTINCT l.pid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE NOT l.granted AND a.datname = current_database()";

    private static readonly DateTimeOffset Now = new(2031, 2, 3, 9, 15, 22, 104, TimeSpan.Zero);

    private readonly CollectedLog _log = new();

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_Twice_AppliesEverythingOnce()
    {
        await using var database = await TestDatabase.CreateAsync();
        var migrator = Migrator(database);

        Assert.Equal([PostgresSchemaMigrator.ReferenceSchemaName, FirstStep, SecondStep, ThirdStep, FourthStep, FifthStep], await migrator.MigrateAsync());
        var afterwards = await database.TextsAsync(Everything);
        Assert.Empty(await migrator.MigrateAsync());

        Assert.Equal(afterwards, await database.TextsAsync(Everything));
        Assert.Equal(91, await database.NumberAsync("SELECT count(*) FROM django_migrations"));
        Assert.Equal(
            [FirstStep, SecondStep, ThirdStep, FourthStep, FifthStep],
            await database.TextsAsync($"SELECT name FROM fast_migrations WHERE applied = '{Now:O}' ORDER BY name"));
        Assert.Empty(_log.Entries);
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_BySeveralNodesAtOnce_OneCreatesAndAllSucceed()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var gate = await database.DataSource.OpenConnectionAsync();
        await ExecuteAsync(gate, $"SELECT pg_advisory_lock({PostgresSchemaMigrator.LockKey})");

        var nodes = Enumerable.Range(0, 4).Select(_ => Migrator(database).MigrateAsync()).ToList();
        await WaitUntilBlockedAsync(database, [.. nodes]);
        await ExecuteAsync(gate, $"SELECT pg_advisory_unlock({PostgresSchemaMigrator.LockKey})");

        var applied = await Task.WhenAll(nodes);
        Assert.Single(applied, static steps => steps.Count == 6);
        Assert.Equal(3, applied.Count(static steps => steps.Count == 0));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_DatabaseDefaultsToSnapshotsPerTransaction_LaterNodeStillSeesTheFirst()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = ''repeatable read''', current_database()); END $$");
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var gate = await source.OpenConnectionAsync();
        await ExecuteAsync(gate, $"SELECT pg_advisory_lock({PostgresSchemaMigrator.LockKey})");

        var nodes = Enumerable.Range(0, 2).Select(_ => new PostgresSchemaMigrator(source, TimeProvider.System, _log).MigrateAsync()).ToList();
        await WaitUntilBlockedAsync(database, [.. nodes]);
        await ExecuteAsync(gate, $"SELECT pg_advisory_unlock({PostgresSchemaMigrator.LockKey})");

        Assert.Equal([0, 6], (await Task.WhenAll(nodes)).Select(static steps => steps.Count).Order());
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_ConnectionLostInTheMiddle_LeavesNothingBehind()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var obstacle = await database.DataSource.OpenConnectionAsync();

        // The name is taken by a transaction that is still open, so the script stops there, behind most of its tables.
        await ExecuteAsync(obstacle, "BEGIN; CREATE TABLE core_rouletterequest (id integer)");
        var migration = Migrator(database).MigrateAsync();
        await WaitUntilBlockedAsync(database, migration);
        await database.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM ({Waiters}) waiters");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => migration);
        await ExecuteAsync(obstacle, "ROLLBACK");

        Assert.Empty(await database.TextsAsync(Everything));
        Assert.Equal(6, (await Migrator(database).MigrateAsync()).Count);
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_Cancelled_LeavesNothingBehind()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var obstacle = await database.DataSource.OpenConnectionAsync();
        await ExecuteAsync(obstacle, "BEGIN; CREATE TABLE core_rouletterequest (id integer)");
        using var cancellation = new CancellationTokenSource();

        var migration = Migrator(database).MigrateAsync(cancellation.Token);
        await WaitUntilBlockedAsync(database, migration);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => migration);
        await ExecuteAsync(obstacle, "ROLLBACK");

        Assert.Empty(await database.TextsAsync(Everything));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_DatabaseOfTheReferenceServer_AddsOwnStepsOnly()
    {
        await using var database = await ReferenceDatabaseAsync();
        var before = await database.TextsAsync(Everything);

        Assert.Equal([FirstStep, SecondStep, ThirdStep, FourthStep, FifthStep], await Migrator(database).MigrateAsync());

        Assert.Equal(before, (await database.TextsAsync(Everything)).Where(static line => !line.StartsWith("fast_", StringComparison.Ordinal)));
        Assert.Equal(91, await database.NumberAsync("SELECT count(*) FROM django_migrations"));
        Assert.Empty(_log.Entries);
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_SerialColumnsInsteadOfIdentities_AreTakenAsTheyAre()
    {
        await using var database = await ReferenceDatabaseAsync();
        await database.ExecuteAsync(
            """
            DO $$ DECLARE t name; BEGIN
                FOR t IN SELECT table_name FROM information_schema.columns WHERE is_identity = 'YES' LOOP
                    EXECUTE format('ALTER TABLE %I ALTER id DROP IDENTITY', t);
                    EXECUTE format('CREATE SEQUENCE %I OWNED BY %I.id', t || '_id_seq', t);
                    EXECUTE format('SELECT setval(%L, coalesce(max(id), 0) + 1, false) FROM %I', t || '_id_seq', t);
                    EXECUTE format('ALTER TABLE %I ALTER id SET DEFAULT nextval(%L)', t, t || '_id_seq');
                END LOOP;
            END $$
            """);

        Assert.Equal([FirstStep, SecondStep, ThirdStep, FourthStep, FifthStep], await Migrator(database).MigrateAsync());

        Assert.Equal(0, await database.NumberAsync("SELECT count(*) FROM information_schema.columns WHERE is_identity = 'YES'"));
        Assert.Equal(1, await database.NumberAsync("INSERT INTO core_auditlog (timestamp, type, data) VALUES (now(), 't', '{}') RETURNING id"));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_StepsMissing_ListsThemAndChangesNothing()
    {
        await using var database = await ReferenceDatabaseAsync();
        await database.ExecuteAsync(
            "DELETE FROM django_migrations WHERE (app, name) IN (('core', '0066_digitalsambacall'), ('multifactor', '0004_alter_userkey_key_type'))");

        var refusal = await AssertRefusedAsync(database);

        Assert.Contains("older installation", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["core.0066_digitalsambacall", "multifactor.0004_alter_userkey_key_type"], refusal.Details.Order(StringComparer.Ordinal));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_UnknownLaterSteps_WarnsAndGoesOn()
    {
        await using var database = await ReferenceDatabaseAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO django_migrations (app, name, applied) VALUES ('core', '0068_world_motto', now()), ('badges', '0001_initial', now());
            ALTER TABLE core_world ADD motto text;
            CREATE TABLE badges_badge (id integer PRIMARY KEY, colour text NOT NULL)
            """);

        Assert.Equal([FirstStep, SecondStep, ThirdStep, FourthStep, FifthStep], await Migrator(database).MigrateAsync());

        var warning = Assert.Single(_log.Warnings);
        Assert.EndsWith("badges.0001_initial, core.0068_world_motto", warning, StringComparison.Ordinal);
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_UnknownMandatoryColumn_WarnsOfIt()
    {
        await using var database = await ReferenceDatabaseAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO django_migrations (app, name, applied) VALUES ('core', '0068_world_motto', now());
            ALTER TABLE core_world ADD motto text NOT NULL, ADD theme text NOT NULL DEFAULT ''
            """);

        Assert.Equal(5, (await Migrator(database).MigrateAsync()).Count);

        Assert.Equal(2, _log.Warnings.Count());
        Assert.EndsWith(": core_world.motto", _log.Warnings.First(), StringComparison.Ordinal);
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_UnknownLaterStepsThatTookSomethingAway_NamesItAndChangesNothing()
    {
        await using var database = await ReferenceDatabaseAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO django_migrations (app, name, applied) VALUES ('core', '0068_cleared', now());
            ALTER TABLE core_roomview RENAME "end" TO ended;
            DROP TABLE core_feedback
            """);

        var refusal = await AssertRefusedAsync(database);

        Assert.Contains("newer installation", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["core_feedback", "core_roomview.end"], refusal.Details.Order(StringComparer.Ordinal));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_FurtherSecondFactorSteps_OnlyNotesThem()
    {
        await using var database = await ReferenceDatabaseAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO django_migrations (app, name, applied) VALUES ('multifactor', '0005_more', now());
            ALTER TABLE multifactor_userkey DROP name
            """);

        Assert.Equal([FirstStep, SecondStep, ThirdStep, FourthStep, FifthStep], await Migrator(database).MigrateAsync());

        var (level, text) = Assert.Single(_log.Entries);
        Assert.Equal(LogLevel.Information, level);
        Assert.EndsWith("multifactor.0005_more", text, StringComparison.Ordinal);
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_ForeignDatabase_IsRefusedUntouched()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("CREATE TABLE invoices (id integer); CREATE VIEW open_invoices AS SELECT * FROM invoices");

        var refusal = await AssertRefusedAsync(database);

        Assert.Contains("belongs to something else", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["invoices", "open_invoices"], refusal.Details);
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_OtherDatabaseOfTheSameFramework_IsRefused()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync(
            """
            CREATE TABLE django_migrations (id serial PRIMARY KEY, app varchar(255) NOT NULL, name varchar(255) NOT NULL, applied timestamptz NOT NULL);
            INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '0001_initial', now()), ('shop', '0001_initial', now())
            """);

        Assert.Equal(90, (await AssertRefusedAsync(database)).Details.Count);
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_OnlyWhatAnExtensionBroughtAlong_CountsAsEmpty()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("CREATE VIEW statistics AS SELECT 1 AS one; ALTER EXTENSION plpgsql ADD VIEW statistics");

        Assert.Equal(6, (await Migrator(database).MigrateAsync()).Count);
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_UserWithoutRights_SaysSo()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = "-c role=pg_monitor" }.ConnectionString);

        var refusal = await Assert.ThrowsAsync<SchemaRefusedException>(() => new PostgresSchemaMigrator(source, TimeProvider.System, _log).MigrateAsync());

        Assert.Equal(["permission denied for schema public"], refusal.Details);
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_StepsOfALaterVersionOfOurs_AreLeftAlone()
    {
        await using var database = await TestDatabase.CreateMigratedAsync();
        await database.ExecuteAsync("INSERT INTO fast_migrations (name, applied) VALUES ('9999_later', now())");

        Assert.Empty(await Migrator(database).MigrateAsync());
        Assert.Contains(new SchemaStep("fast", "9999_later", true), await Migrator(database).ListAsync());
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task List_EmptyDatabase_ShowsEveryStepAndCreatesNothing()
    {
        await using var database = await TestDatabase.CreateAsync();

        var steps = await Migrator(database).ListAsync();

        Assert.All(steps, static step => Assert.False(step.IsApplied));
        Assert.Equal(
            ["auth", "contenttypes", "control", "core", "multifactor", "sessions", "storage", "fast"],
            steps.Select(static step => step.App).Distinct());
        Assert.Equal(96, steps.Count);
        Assert.Equal("0001_initial", steps.First(static step => step.App == "core").Name);
        Assert.Equal([FirstStep, SecondStep, ThirdStep, FourthStep, FifthStep], steps.Where(static step => step.App == "fast").Select(static step => step.Name));
        Assert.Empty(await database.TextsAsync(Everything));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task List_PartlyMigrated_MarksWhatIsThereIncludingTheUnknown()
    {
        await using var database = await ReferenceDatabaseAsync();
        await database.ExecuteAsync(
            """
            DELETE FROM django_migrations WHERE app = 'core' AND name = '0067_world_vapid_private_key_world_vapid_public_key_and_more';
            INSERT INTO django_migrations (app, name, applied) VALUES ('core', '0068_later', now()), ('zoo', '0001_initial', now())
            """);

        var steps = await Migrator(database).ListAsync();

        Assert.Equal(
            [new SchemaStep("core", "0067_world_vapid_private_key_world_vapid_public_key_and_more", false), new SchemaStep("core", "0068_later", true)],
            steps.Where(static step => step.App == "core").TakeLast(2));
        Assert.Equal(
            [
                new SchemaStep("zoo", "0001_initial", true),
                new SchemaStep("fast", FirstStep, false),
                new SchemaStep("fast", SecondStep, false),
                new SchemaStep("fast", ThirdStep, false),
                new SchemaStep("fast", FourthStep, false),
                new SchemaStep("fast", FifthStep, false),
            ],
            steps.TakeLast(6));
    }

    [Fact]
    public async Task MigrateAndList_NoServer_AreUnavailable()
    {
        await using var source = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=u;Database=d;Timeout=5");
        var migrator = new PostgresSchemaMigrator(source, TimeProvider.System, _log);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => migrator.MigrateAsync());
        await Assert.ThrowsAsync<StoreUnavailableException>(() => migrator.ListAsync());
    }

    private PostgresSchemaMigrator Migrator(TestDatabase database) => new(database.DataSource, new FakeTimeProvider(Now), _log);

    /// <summary>As the reference server leaves it, without anything of ours.</summary>
    private static async Task<TestDatabase> ReferenceDatabaseAsync()
    {
        var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync(ReferenceSchema.Load().Script);
        return database;
    }

    private async Task<SchemaRefusedException> AssertRefusedAsync(TestDatabase database)
    {
        var before = await database.TextsAsync(Everything);

        var refusal = await Assert.ThrowsAsync<SchemaRefusedException>(() => Migrator(database).MigrateAsync());

        Assert.Equal(before, await database.TextsAsync(Everything));
        Assert.Empty(_log.Entries);
        return refusal;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Until each of them stands before a lock.</summary>
    private static async Task WaitUntilBlockedAsync(TestDatabase database, params Task[] nodes)
    {
        while (await database.NumberAsync($"SELECT count(*) FROM ({Waiters}) waiters") < nodes.Length)
        {
            Assert.All(nodes, static node => Assert.False(node.IsCompleted));
        }
    }
}
