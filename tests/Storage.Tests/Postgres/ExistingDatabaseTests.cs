using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>A database that the reference server has filled, with what its value formats allow (schema.md section 3).</summary>
public sealed class ExistingDatabaseTests
{
    private const string Rows =
        """
        INSERT INTO core_world (id, title, config, domain, roles, trait_grants, version, locale, timezone, feature_flags, external_auth_url, vapid_private_key, vapid_public_key) VALUES
            ('bare', '', NULL, NULL, NULL, NULL, 2, 'en', 'Europe/Berlin', '[]', NULL, '', ''),
            ('odd-world', 'Ödd "World"', '{"JWT_secrets": [], "unknown": {"a": [1, null, true]}, "connection_limit": 3, "bbb_defaults": {"record": false}}', 'odd.example.org:8375',
             '{"attendee": ["world:view", "world:view", "world:no.such"], "empty": []}', '{"attendee": [], "speaker": ["a", ["b", "c"]], "odd": "text", "none": null, "number": 4}',
             77, 'de', 'America/Argentina/Buenos_Aires', '["chat-moderation", "unknown-flag"]', 'https://auth.example.org/', '-----BEGIN PRIVATE KEY-----', '-----BEGIN PUBLIC KEY-----');
        INSERT INTO core_room (id, module_config, name, description, picture, import_id, world_id, sorting_priority, trait_grants, version, deleted, pretalx_id, force_join, schedule_data) VALUES
            ('10000000-0000-4000-8000-000000000001', NULL, '', NULL, NULL, NULL, 'odd-world', -5, NULL, 2, FALSE, 0, FALSE, NULL),
            ('10000000-0000-4000-8000-000000000002', '[{"type": "chat.native"}, {"type": "chat.native", "config": {"volatile": true}}, {"type": "page.markdown", "config": {}}]', 'Räum', '', '',
             'imp', 'odd-world', 0, '{"viewer": [], "odd": {"a": 1}}', 9, FALSE, 12, TRUE, '{"computeSession": true}'),
            ('10000000-0000-4000-8000-000000000003', '[]', 'Gone', NULL, 'pub/x.png', NULL, 'odd-world', 1, '{}', 3, TRUE, 0, FALSE, '{"session": "4711"}');
        INSERT INTO core_channel (id, name, room_id, world_id) VALUES
            ('20000000-0000-4000-8000-000000000001', NULL, '10000000-0000-4000-8000-000000000002', 'odd-world'),
            ('20000000-0000-4000-8000-000000000002', 'named', NULL, 'odd-world'),
            ('20000000-0000-4000-8000-000000000003', '', '10000000-0000-4000-8000-000000000003', 'odd-world');
        INSERT INTO core_user (id, client_id, token_id, profile, traits, world_id, version, moderation_state, show_publicly, last_login, pretalx_id, deleted, social_login_id_linkedin,
            social_login_id_twitter, client_state, type) VALUES
            ('30000000-0000-4000-8000-000000000001', 'browser', NULL, '{}', '{}', 'odd-world', 2, '', TRUE, NULL, NULL, FALSE, NULL, NULL, '{}', 'person'),
            ('30000000-0000-4000-8000-000000000002', NULL, '4711', '{"display_name": "Ada", "avatar": {"identicon": "x"}, "fields": {}, "greeted": true}', '{"a,b","with \"quote\"",""}', 'odd-world', 40,
             'silenced', FALSE, '2021-03-01 17:04:05.123456+00', 'P1', FALSE, 'li', 'tw', '{"x": [1]}', 'person'),
            ('30000000-0000-4000-8000-000000000003', NULL, NULL, '{}', '{}', 'odd-world', 3, 'banned', TRUE, '2021-03-01 17:04:05+00', NULL, TRUE, NULL, NULL, '{}', 'person'),
            ('30000000-0000-4000-8000-000000000004', NULL, 'kiosk', '{"display_name": null}', '{k}', 'odd-world', 3, '', TRUE, NULL, NULL, FALSE, NULL, NULL, '[]', 'kiosk'),
            ('30000000-0000-4000-8000-000000000005', 'anon', NULL, '{}', '{}', 'odd-world', 3, '', FALSE, NULL, NULL, FALSE, NULL, NULL, '{}', 'anon');
        INSERT INTO core_worldgrant (role, user_id, world_id) VALUES ('__anonymous_world', '30000000-0000-4000-8000-000000000005', 'odd-world'),
            ('attendee', '30000000-0000-4000-8000-000000000002', 'odd-world'), ('attendee', '30000000-0000-4000-8000-000000000002', 'odd-world');
        INSERT INTO core_roomgrant (role, room_id, user_id, world_id) VALUES ('unknown "role"', '10000000-0000-4000-8000-000000000003', '30000000-0000-4000-8000-000000000002', 'odd-world');
        INSERT INTO core_membership (volatile, channel_id, user_id, hidden) VALUES (TRUE, '20000000-0000-4000-8000-000000000001', '30000000-0000-4000-8000-000000000001', FALSE),
            (FALSE, '20000000-0000-4000-8000-000000000001', NULL, FALSE), (FALSE, '20000000-0000-4000-8000-000000000002', '30000000-0000-4000-8000-000000000001', TRUE),
            (FALSE, '20000000-0000-4000-8000-000000000003', '30000000-0000-4000-8000-000000000001', FALSE);
        INSERT INTO core_chatevent (id, timestamp, event_type, content, channel_id, sender_id, edited, replaces_id) VALUES
            (5, '2020-05-01 00:00:00+00', 'channel.message', '{"type": "text", "body": "Hi"}', '20000000-0000-4000-8000-000000000001', NULL, NULL, NULL),
            (6, '2020-05-01 00:00:00.000001+00', 'channel.message', '{"type": "deleted"}', '20000000-0000-4000-8000-000000000001', '30000000-0000-4000-8000-000000000003', '2020-05-02 00:00:00+00', NULL),
            (70, '2020-05-01 00:00:01+00', 'channel.message', '{"type": "deleted"}', '20000000-0000-4000-8000-000000000001', '30000000-0000-4000-8000-000000000003', NULL, 6),
            (71, '2020-05-01 00:00:02+00', 'channel.member', '{"membership": "join", "user": {"id": "x"}}', '20000000-0000-4000-8000-000000000001', '30000000-0000-4000-8000-000000000001', NULL, NULL),
            (900, '2020-05-01 00:00:02+00', 'channel.message', '{"type": "call", "body": {"type": "janus"}}', '20000000-0000-4000-8000-000000000002', '30000000-0000-4000-8000-000000000001', NULL, NULL);
        INSERT INTO core_chateventreaction (reaction, chat_event_id, sender_id) VALUES ('+1', 5, '30000000-0000-4000-8000-000000000003'), ('❤️', 5, '30000000-0000-4000-8000-000000000001'),
            ('"', 5, '30000000-0000-4000-8000-000000000001');
        INSERT INTO core_roomview (start, "end", room_id, user_id) VALUES (now(), NULL, '10000000-0000-4000-8000-000000000002', '30000000-0000-4000-8000-000000000001'),
            (now(), now(), '10000000-0000-4000-8000-000000000002', '30000000-0000-4000-8000-000000000001');
        INSERT INTO core_shorttoken (expires, short_token, long_token, world_id) VALUES ('2031-01-01 00:00:00+00', 'q7Zr0Xw3TfLk9sYb2HnUe5Ma', 'a.b.c', 'odd-world');
        INSERT INTO core_announcement (id, text, show_until, timestamp, world_id, state) VALUES (gen_random_uuid(), 'Hello', NULL, now(), 'odd-world', 'active');
        INSERT INTO core_anonymousinvite (short_token, expires, room_id, world_id) VALUES ('k3XvB9', '2099-01-01 00:00:00+00', '10000000-0000-4000-8000-000000000002', 'odd-world');
        INSERT INTO core_user_blocked_users (from_user_id, to_user_id) VALUES ('30000000-0000-4000-8000-000000000001', '30000000-0000-4000-8000-000000000003')
        """;

    // As older releases have made them.
    private const string UseSerials =
        """
        DO $$ DECLARE t text;
        BEGIN
            FOREACH t IN ARRAY ARRAY['core_membership', 'core_roomview', 'core_worldview', 'core_auditlog', 'core_worldgrant', 'core_roomgrant', 'core_shorttoken'] LOOP
                EXECUTE format('ALTER TABLE %I ALTER COLUMN id DROP IDENTITY', t);
                EXECUTE format('CREATE SEQUENCE %I OWNED BY %I.id', t || '_id_seq', t);
                EXECUTE format('ALTER TABLE %I ALTER COLUMN id SET DEFAULT nextval(%L)', t, t || '_id_seq');
            END LOOP;
        END $$
        """;

    private const string WithoutOurs = "DROP INDEX fast_chatevent_channel, fast_chatevent_channel_content; DROP TABLE fast_work, fast_writer, fast_read_pointer, fast_unread_notify, fast_migrations";

    private const string Tables = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname NOT LIKE 'fast%' ORDER BY relname";

    private const string Columns =
        "SELECT concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity) FROM information_schema.columns"
        + " WHERE table_schema = 'public' AND table_name NOT LIKE 'fast%' ORDER BY 1";

    private static readonly WorldId World = new("odd-world");
    private static readonly ChannelId Channel = new(new Guid("20000000-0000-4000-8000-000000000001"));
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [PostgresTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StartAndRead_OfAnExistingDatabase_ChangesNothingOfIt(bool hasSerials)
    {
        await using var store = await TestStore.CreateEmptyAsync(StoreKind.Postgres);
        store.Execute(WithoutOurs);
        store.Execute(hasSerials ? UseSerials : "SELECT 1");
        store.Execute(Rows);
        var rows = Snapshot(store);
        var columns = store.Texts(Columns);

        await store.Storage.Migrator.MigrateAsync();
        await ReadEverythingAsync(store.Storage);

        Assert.Equal(rows, Snapshot(store));
        Assert.Equal(columns, store.Texts(Columns));
    }

    [PostgresTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_ToAnExistingDatabase_GoesOnWhereItStopped(bool hasSerials)
    {
        await using var store = await TestStore.CreateEmptyAsync(StoreKind.Postgres);
        store.Execute(hasSerials ? UseSerials : "SELECT 1");
        store.Execute(Rows);
        var user = User(2);

        var join = new TestChatWrite(null)
        {
            World = World,
            Channel = Channel,
            User = user,
            Now = Now,
            MembershipChange = Core.Ports.MembershipChange.Join,
            EventType = ChatEventTypes.Member,
            Content = TestStore.Json("{}"),
        };
        await store.Storage.Chat.WriteAsync(join);
        Assert.Equal(901, join.Outcome!.Value.Event!.Id);
        await store.Storage.Users.RecordLoginAsync(user, World, Now, trackView: true);
        await store.Storage.RoomViews.OpenAsync(new RoomId(new Guid("10000000-0000-4000-8000-000000000002")), user, Now, deleteOpen: false);
        var updated = await store.Storage.Users.UpdateTraitsAsync(user, ["n"], Now);
        Assert.True(await store.Storage.ShortTokens.AddAsync(World, "new", "a.b.c", Now));

        Assert.Equal(43, updated.Version);
        Assert.Equal(5, store.Number("SELECT COUNT(*) FROM core_membership"));
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_user WHERE social_login_id_linkedin IS DISTINCT FROM 'li' AND id = '30000000-0000-4000-8000-000000000002'"));
    }

    private static UserId User(int number) => new(new Guid($"30000000-0000-4000-8000-00000000000{number}"));

    private static List<string> Snapshot(TestStore store) =>
        [.. store.Texts(Tables).SelectMany(table => store.Texts($"SELECT ctid || ' ' || xmin || ' ' || xmax FROM {table} ORDER BY ctid").Select(row => $"{table} {row}"))];

    private static async Task ReadEverythingAsync(SqlStorage storage)
    {
        await storage.Health.CheckAsync();
        Assert.Equal(["bare", "odd-world"], (await storage.Worlds.ListAsync()).Select(static world => world.Id.Value));
        Assert.Equal(World, await storage.Worlds.FindByDomainAsync("odd.example.org:8375"));
        var bare = (await storage.Worlds.LoadAsync(new WorldId("bare")))!;
        Assert.Null(bare.World.Config);
        Assert.Empty(new World(bare).Config.JwtSecrets);
        var data = (await storage.Worlds.LoadAsync(World))!;
        _ = new World(data);
        Assert.Equal(["", "Räum"], data.Rooms.Select(static room => room.Name));
        JsonAssert.Equal("""{"attendee": [], "speaker": ["a", ["b", "c"]], "odd": "text", "none": null, "number": 4}""", data.World.TraitGrants);
        await ReadUsersAsync(storage);
        await ReadChatAsync(storage);
        Assert.Equal(1, Assert.Single(await storage.RoomViews.CountOpenAsync(World)).Value);
        Assert.Equal("a.b.c", (await storage.ShortTokens.FindAsync(World, "q7Zr0Xw3TfLk9sYb2HnUe5Ma"))!.Token);
        Assert.Equal("Hello", Assert.Single(await storage.Announcements.ReadActiveAsync(World, Now)).Text);
        Assert.NotNull(await storage.Invites.FindRoomAsync(World, "k3XvB9", Now));
    }

    private static async Task ReadUsersAsync(SqlStorage storage)
    {
        var users = await storage.Users.FindManyAsync(World, [.. Enumerable.Range(1, 5).Select(User)]);
        Assert.Equal(["anon", "kiosk", "person", "person", "person"], users.Select(static user => user.Type).Order());
        Assert.Equal(["", "", "", "banned", "silenced"], users.Select(static user => user.ModerationState).Order());
        var ada = (await storage.Users.FindByTokenIdAsync(World, "4711"))!;
        Assert.Equal(["a,b", "with \"quote\"", ""], ada.Traits);
        Assert.Equal(["attendee", "attendee"], ada.WorldGrants);
        Assert.Equal("unknown \"role\"", Assert.Single(ada.RoomGrants).Role);
        Assert.Equal(new DateTimeOffset(2021, 3, 1, 17, 4, 5, TimeSpan.Zero).AddTicks(1_234_560), ada.LastLogin);
        Assert.Equal(User(1), (await storage.Users.FindByClientIdAsync(World, "browser"))!.Id);
        Assert.Equal(User(2), Assert.Single(await storage.Users.FindByPretalxIdsAsync(World, ["P1"])).Id);
        Assert.True((await storage.Users.FindAsync(World, User(3)))!.Deleted);
        Assert.NotEqual(0, await storage.Users.ReadStampAsync(User(1)));
        Assert.NotEqual(0, await storage.Worlds.ReadStampAsync(World));
    }

    private static async Task ReadChatAsync(SqlStorage storage)
    {
        var events = await storage.Chat.FetchAsync(Channel, long.MaxValue, 10, withoutMembership: false);
        Assert.Equal([5L, 6, 70, 71], events.Select(static item => item.Id));
        Assert.Equal(3, (await storage.Chat.FetchAsync(Channel, long.MaxValue, 10, withoutMembership: true)).Count);
        Assert.Null(events[0].Sender);
        Assert.Equal(["+1", "❤️", "\""], events[0].Reactions.Select(static reaction => reaction.Emoji));
        Assert.Equal(6, (await storage.Chat.FindEventAsync(Channel, 70))!.Replaces);
        Assert.Equal(900, await storage.Chat.ReadLastEventIdAsync());
        Assert.Equal(70, await storage.Chat.ReadUnreadPointerAsync(Channel));
        Assert.Equal(User(1), Assert.Single(await storage.Chat.ReadMembersAsync(World, Channel)).Id);
        Assert.Equal(2, (await storage.Chat.ReadMembershipsAsync(World, User(1))).Count);
        Assert.NotNull(await storage.Chat.FindMembershipAsync(Channel, User(1)));
    }
}
