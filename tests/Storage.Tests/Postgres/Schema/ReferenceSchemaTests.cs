using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Storage.Postgres.Schema;
using Venueless.Fast.Storage.Tests.Services;

namespace Venueless.Fast.Storage.Tests.Postgres.Schema;

/// <summary>A database of ours is, object by object, that of the reference server.</summary>
public sealed class ReferenceSchemaTests : IDisposable
{
    private readonly ExpectedSchema _expected = new();

    public void Dispose() => _expected.Dispose();

    [Fact]
    public void Load_KnowsEveryColumnAndStepOfTheScript()
    {
        var schema = ReferenceSchema.Load();

        AssertSame(_expected.ColumnNames, schema.Tables.SelectMany(static table => table.Value.Select(column => $"{table.Key}.{column}")));
        AssertSame(_expected.Steps, schema.Steps.Select(static step => step.ToString()));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_EmptyDatabase_MakesTheReferenceSchemaExactly()
    {
        await using var database = await TestDatabase.CreateAsync();
        await new PostgresSchemaMigrator(database.DataSource, TimeProvider.System, NullLogger.Instance).MigrateAsync();

        AssertSame(_expected.Tables, await database.TextsAsync(ActualSchema.Tables));
        AssertSame(_expected.Columns, await database.TextsAsync(ActualSchema.Columns));
        AssertSame(_expected.Sequences, await database.TextsAsync(ActualSchema.Sequences));
        AssertSame(_expected.PrimaryKeys, await database.TextsAsync(ActualSchema.PrimaryKeys));
        AssertSame(_expected.Uniques, await database.TextsAsync(ActualSchema.Uniques));
        AssertSame(_expected.ForeignKeys, await database.TextsAsync(ActualSchema.ForeignKeys));
        AssertSame(_expected.Checks, await database.TextsAsync(ActualSchema.Checks));
        AssertSame(_expected.Indexes, await database.TextsAsync(ActualSchema.Indexes));
        AssertSame(_expected.Steps, await database.TextsAsync(ActualSchema.Steps));
        AssertSame(_expected.ContentTypes, await database.TextsAsync(ActualSchema.ContentTypes));
        Assert.Empty(await database.TextsAsync(ActualSchema.Strangers));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Migrate_EmptyDatabase_AddsOnlyTheseObjectsOfOurOwn()
    {
        await using var database = await TestDatabase.CreateMigratedAsync();

        AssertSame(
            [
                "CREATE INDEX fast_chatevent_channel ON core_chatevent USING btree (channel_id, id)",
                "CREATE INDEX fast_chatevent_channel_content ON core_chatevent USING btree (channel_id, id) WHERE ((event_type)::text <> 'channel.member'::text)",
                "fast_migrations name text, applied timestamp with time zone",
                "fast_read_pointer user_id uuid, channel_id uuid, event_id bigint",
                "fast_unread_notify channel_id uuid, user_id uuid",
                "fast_work name character varying(100), holder text, held_until timestamp with time zone, due timestamp with time zone",
                "fast_writer id uuid, batch bigint, updated timestamp with time zone",
            ],
            await database.TextsAsync(ActualSchema.Own));
    }

    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var wanted = expected.Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(wanted);
        Assert.Equal(wanted, actual.Order(StringComparer.Ordinal));
    }
}
