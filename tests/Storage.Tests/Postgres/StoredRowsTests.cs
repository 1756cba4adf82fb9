using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Tests.Import;
using Venueless.Fast.Storage.Tests.Services;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>Rows of ours have the value formats of schema.md section 3 and the application defaults of the reference server.</summary>
public sealed class StoredRowsTests
{
    private const string Time = "2031-02-03T09:15:22.104123+00:00";

    private static readonly DateTimeOffset Now = TestStore.Now.AddTicks(1_239).ToOffset(TimeSpan.FromHours(-3));

    [ServiceFact(TestDatabase.Variable)]
    public async Task Rows_OfUsersAndChat_HaveTheReferenceServersFormats()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var user = TestStore.NewUser("browser") with { RoomGrants = [new RoomGrant(store.Room, "speaker")], WorldGrants = ["crew"] };
        await store.Storage.Users.CreateAsync(user);
        await store.Storage.Users.RecordLoginAsync(user.Id, TestStore.World, Now, trackView: true);
        await store.Storage.RoomViews.OpenAsync(store.Room, user.Id, Now, deleteOpen: false);
        await store.Storage.ShortTokens.AddAsync(TestStore.World, "code", "a.b.c", Now);
        await store.Storage.Chat.WriteAsync(Message(store, user.Id, null));
        await store.Storage.Chat.WriteAsync(Message(store, user.Id, 1));

        AssertRow(
            store,
            "core_user",
            $$"""
            {"id":"{{user.Id}}","client_id":"browser","token_id":null,"profile":{},"traits":["a","b"],"world_id":"sample","version":4,"moderation_state":"","show_publicly":true,
            "last_login":"{{Time}}","pretalx_id":null,"deleted":false,"social_login_id_linkedin":null,"social_login_id_twitter":null,"client_state":{},"type":"person"}
            """);
        AssertRow(store, "core_worldgrant", $$"""{"id":1,"role":"crew","user_id":"{{user.Id}}","world_id":"sample"}""");
        AssertRow(store, "core_roomgrant", $$"""{"id":1,"role":"speaker","room_id":"{{store.Room}}","user_id":"{{user.Id}}","world_id":"sample"}""");
        AssertRow(store, "core_worldview", $$"""{"id":1,"start":"{{Time}}","end":null,"user_id":"{{user.Id}}","world_id":"sample"}""");
        AssertRow(store, "core_roomview", $$"""{"id":1,"start":"{{Time}}","end":null,"room_id":"{{store.Room}}","user_id":"{{user.Id}}"}""");
        AssertRow(store, "core_shorttoken", $$"""{"id":1,"expires":"{{Time}}","short_token":"code","long_token":"a.b.c","world_id":"sample"}""");
        AssertRow(store, "core_membership", $$"""{"id":1,"volatile":true,"channel_id":"{{store.Channel}}","user_id":"{{user.Id}}","hidden":false}""");
        AssertRow(
            store,
            "core_chatevent WHERE id = 1",
            $$"""
            {"id":1,"timestamp":"{{Time}}","event_type":"channel.message","content":{"type":"text","body":"1"},"channel_id":"{{store.Channel}}","sender_id":"{{user.Id}}",
            "edited":"{{Time}}","replaces_id":null}
            """);
        AssertRow(
            store,
            "core_chatevent WHERE id = 2",
            $$"""
            {"id":2,"timestamp":"{{Time}}","event_type":"channel.message","content":{"type":"text","body":"1"},"channel_id":"{{store.Channel}}","sender_id":"{{user.Id}}",
            "edited":null,"replaces_id":1}
            """);
        Assert.Equal(
            $"1|chat.event.updated|{user.Id}|sample|object",
            store.Text("SELECT concat_ws('|', id, type, user_id, world_id, jsonb_typeof(data)) FROM core_auditlog"));

        // The room is the test's own.
        store.Execute("UPDATE core_room SET picture = ''");
        AssertDefaults(store);
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task Rows_OfWorldsAndImports_HaveTheReferenceServersDefaults()
    {
        await using var store = await TestStore.CreateEmptyAsync(StoreKind.Postgres);
        Assert.True(await store.Storage.Worlds.CreateAsync(WorldDefaults.NewWorld(new WorldId("plain"), "Plain", null, "secret")));
        await store.Storage.Importer.ImportAsync(SampleWorld.Parse());

        using var schema = Schema();
        var columns = schema.RootElement.GetProperty("tables").GetProperty("core_world").GetProperty("columns");
        foreach (var column in columns.EnumerateArray().Where(static column => Name(column).Trim('"') is "roles" or "trait_grants" or "feature_flags" or "version" or "locale" or "timezone"))
        {
            JsonAssert.Equal(Default(column)!.Value.GetRawText(), store.Text($"SELECT to_jsonb({Name(column)})::text FROM core_world WHERE id = 'plain'"));
        }

        Assert.Equal(19, store.Number("SELECT COUNT(*) FROM core_room WHERE version = 2 AND NOT deleted"));
        AssertDefaults(store);
    }

    // A unit that joins and writes, or one that edits.
    private static TestChatWrite Message(TestStore store, UserId user, long? replaces) => new(null)
    {
        World = TestStore.World,
        Channel = store.Channel,
        User = user,
        Now = Now,
        MembershipChange = replaces is null ? MembershipChange.Join : MembershipChange.None,
        IsVolatile = true,
        EventType = ChatEventTypes.Message,
        Content = TestStore.Json("""{"type":"text","body":"1"}"""),
        Replaces = replaces,
    };

    private static void AssertRow(TestStore store, string table, string expected) =>
        JsonAssert.Equal(expected, Assert.Single(store.Texts($"SET timezone = 'UTC'; SELECT to_jsonb(t)::text FROM (SELECT * FROM {table}) t")));

    /// <summary>Of every row there is: empty text or NULL as the column's default says, no JSON null, and random uuids.</summary>
    private static void AssertDefaults(TestStore store)
    {
        using var schema = Schema();
        foreach (var table in schema.RootElement.GetProperty("tables").EnumerateObject().Where(static table => table.Name.StartsWith("core_", StringComparison.Ordinal)))
        {
            foreach (var column in table.Value.GetProperty("columns").EnumerateArray())
            {
                var (name, type) = (Name(column), column.GetProperty("type").GetString()!);
                var wrong = (type, Default(column)?.ValueKind) switch
                {
                    ("jsonb", _) => $"jsonb_typeof({name}) = 'null'",
                    ("uuid", _) => $"{name}::text !~ '^[0-9a-f]{{8}}-[0-9a-f]{{4}}-4[0-9a-f]{{3}}-[89ab][0-9a-f]{{3}}-[0-9a-f]{{12}}$'",
                    (_, JsonValueKind.Null) when type.StartsWith("varchar(", StringComparison.Ordinal) || type == "text" => $"{name} = ''",
                    (_, JsonValueKind.String) => $"{name} IS NULL",
                    _ => "FALSE",
                };
                Assert.True(store.Number($"SELECT COUNT(*) FROM {table.Name} WHERE {wrong}") == 0, $"{table.Name}.{name}: {wrong}");
            }
        }
    }

    private static JsonDocument Schema() => JsonDocument.Parse(typeof(StoredRowsTests).Assembly.GetManifestResourceStream("schema.json")!);

    private static string Name(JsonElement column) => $"\"{column.GetProperty("name").GetString()}\"";

    private static JsonElement? Default(JsonElement column) =>
        column.GetProperty("application").TryGetProperty("default", out var value) ? value : null;
}
