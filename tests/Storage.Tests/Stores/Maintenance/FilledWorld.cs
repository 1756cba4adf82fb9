using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests.Stores.Maintenance;

/// <summary>At least one row of a world in every table that can hold one.</summary>
internal sealed record FilledWorld(IReadOnlyList<UserId> Users, ChannelId DirectChannel, ChannelId PosterChannel)
{
    private const string Now = "'2031-02-03 09:15:22.104000+00:00'";

    /// <param name="room">Of the world, with the channel.</param>
    public static async Task<FilledWorld> AddAsync(TestStore store, string world, RoomId room, ChannelId channel)
    {
        var ada = await AddUserAsync(store, world);
        var ben = await AddUserAsync(store, world);
        var (direct, posterChannel) = (new ChannelId(Guid.NewGuid()), new ChannelId(Guid.NewGuid()));
        var eventId = store.Number("SELECT COUNT(*) FROM core_chatevent") + 1;
        foreach (var sql in Chats(world, channel, direct, posterChannel, ada, ben, eventId)
            .Concat(Calls(world, room, ada, ben))
            .Concat(Exhibition(world, room, posterChannel, ada, ben))
            .Concat(Forms(room, ada, ben))
            .Concat(Rest(world, room, ada, ben)))
        {
            store.Execute(sql);
        }

        return new FilledWorld([ada, ben], direct, posterChannel);
    }

    private static async Task<UserId> AddUserAsync(TestStore store, string world) =>
        (await store.Storage.Users.CreateAsync(TestStore.NewUser() with { World = new WorldId(world) })).Id;

    private static string[] Chats(string world, ChannelId channel, ChannelId direct, ChannelId poster, UserId ada, UserId ben, long id) =>
    [
        $"INSERT INTO core_channel (id, room_id, world_id) VALUES ('{direct}', NULL, '{world}'), ('{poster}', NULL, '{world}')",
        $$"""
        INSERT INTO core_chatevent (id, timestamp, event_type, content, channel_id, sender_id, replaces_id) VALUES
            ({{id}}, {{Now}}, 'channel.message', '{}', '{{channel}}', '{{ada}}', NULL),
            ({{id + 1}}, {{Now}}, 'channel.message', '{}', '{{channel}}', '{{ada}}', {{id}}),
            ({{id + 2}}, {{Now}}, 'channel.message', '{}', '{{direct}}', '{{ben}}', NULL)
        """,
        $"INSERT INTO core_chateventnotification (chat_event_id, recipient_id) VALUES ({id}, '{ben}')",
        $"INSERT INTO core_chateventreaction (reaction, chat_event_id, sender_id) VALUES ('x', {id}, '{ben}')",
        $"""
        INSERT INTO core_membership (volatile, channel_id, user_id, hidden) VALUES
            (TRUE, '{channel}', '{ada}', FALSE), (FALSE, '{channel}', '{ben}', FALSE), (FALSE, '{direct}', '{ada}', FALSE), (FALSE, '{direct}', '{ben}', FALSE)
        """,
        $"INSERT INTO fast_read_pointer (user_id, channel_id, event_id) VALUES ('{ada}', '{channel}', {id})",
        $"INSERT INTO fast_unread_notify (channel_id, user_id) VALUES ('{channel}', '{ben}')",
    ];

    private static string[] Calls(string world, RoomId room, UserId ada, UserId ben)
    {
        var (server, call, samba) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        return
        [
            $"INSERT INTO core_bbbserver (id, active, url, secret, rooms_only, world_exclusive_id, cost) VALUES ('{server}', TRUE, 'u', 's', FALSE, '{world}', 0)",
            $"""
            INSERT INTO core_bbbcall (id, created, meeting_id, attendee_pw, moderator_pw, room_id, server_id, world_id, guest_policy)
            VALUES ('{call}', {Now}, 'm', 'a', 'm', '{room}', '{server}', '{world}', 'ALWAYS_ACCEPT')
            """,
            $"INSERT INTO core_bbbcall_invited_members (bbbcall_id, user_id) VALUES ('{call}', '{ada}')",
            $$"""
            INSERT INTO core_digitalsambacall (id, created, config, ds_id, url_name, room_id, world_id)
            VALUES ('{{samba}}', {{Now}}, '{}', '{{Guid.NewGuid()}}', 'n', '{{room}}', '{{world}}')
            """,
            $"INSERT INTO core_digitalsambacall_invited_members (digitalsambacall_id, user_id) VALUES ('{samba}', '{ada}')",
            $"""
            INSERT INTO core_rouletterequest (id, socket_id, expiry, room_id, user_id)
            VALUES ('{Guid.NewGuid()}', '{Guid.NewGuid()}', {Now}, '{room}', '{ada}')
            """,
            $"INSERT INTO core_roulettepairing (id, timestamp, room_id, user1_id, user2_id) VALUES ('{Guid.NewGuid()}', {Now}, '{room}', '{ada}', '{ben}')",
        ];
    }

    private static string[] Exhibition(string world, RoomId room, ChannelId posterChannel, UserId ada, UserId ben)
    {
        var (exhibitor, poster) = (Guid.NewGuid(), Guid.NewGuid());
        return
        [
            $"""
            INSERT INTO core_exhibitor (id, name, size, sorting_priority, room_id, world_id, contact_enabled, text_content)
            VALUES ('{exhibitor}', 'E', '1x1', 0, '{room}', '{world}', TRUE, '[]')
            """,
            $"INSERT INTO core_exhibitorlink (display_text, url, exhibitor_id, category, sorting_priority) VALUES ('l', 'u', '{exhibitor}', 'external', 0)",
            $"INSERT INTO core_exhibitorstaff (exhibitor_id, user_id) VALUES ('{exhibitor}', '{ada}')",
            $"INSERT INTO core_exhibitorview (datetime, exhibitor_id, user_id) VALUES ({Now}, '{exhibitor}', '{ben}')",
            $"""
            INSERT INTO core_contactrequest (id, state, exhibitor_id, user_id, answered_by_id, timestamp)
            VALUES ('{Guid.NewGuid()}', 'answered', '{exhibitor}', '{ben}', '{ada}', {Now})
            """,
            $"""
            INSERT INTO core_poster (id, abstract, authors, tags, parent_room_id, world_id, channel_id)
            VALUES ('{poster}', '[]', '[]', '[]', '{room}', '{world}', '{posterChannel}')
            """,
            $"INSERT INTO core_posterlink (display_text, url, sorting_priority, poster_id) VALUES ('l', 'u', 0, '{poster}')",
            $"INSERT INTO core_posterpresenter (poster_id, user_id) VALUES ('{poster}', '{ada}')",
            $"INSERT INTO core_postervote (datetime, poster_id, user_id) VALUES ({Now}, '{poster}', '{ben}')",
        ];
    }

    private static string[] Forms(RoomId room, UserId ada, UserId ben)
    {
        var (question, poll, option) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        return
        [
            $"""
            INSERT INTO core_question (id, content, state, answered, timestamp, moderator_id, room_id, sender_id, is_pinned)
            VALUES ('{question}', 'q', 'visible', FALSE, {Now}, '{ada}', '{room}', '{ben}', FALSE)
            """,
            $"INSERT INTO core_questionvote (question_id, sender_id) VALUES ('{question}', '{ada}')",
            $"INSERT INTO core_poll (id, content, state, poll_type, timestamp, is_pinned, room_id) VALUES ('{poll}', 'p', 'open', 'choice', {Now}, FALSE, '{room}')",
            $"INSERT INTO core_polloption (id, \"order\", content, poll_id) VALUES ('{option}', 0, 'o', '{poll}')",
            $"INSERT INTO core_pollvote (option_id, sender_id) VALUES ('{option}', '{ada}')",
        ];
    }

    private static string[] Rest(string world, RoomId room, UserId ada, UserId ben) =>
    [
        $$"""INSERT INTO core_auditlog (timestamp, type, data, user_id, world_id) VALUES ({{Now}}, 't', '{}', '{{ada}}', '{{world}}')""",
        $"INSERT INTO core_worldgrant (role, user_id, world_id) VALUES ('crew', '{ada}', '{world}')",
        $"INSERT INTO core_roomgrant (role, room_id, user_id, world_id) VALUES ('speaker', '{room}', '{ada}', '{world}')",
        $"INSERT INTO core_reaction (reaction, amount, room_id, datetime) VALUES ('+1', 3, '{room}', {Now})",
        $"INSERT INTO core_roomview (start, room_id, user_id) VALUES ({Now}, '{room}', '{ada}')",
        $"INSERT INTO core_worldview (start, world_id, user_id) VALUES ({Now}, '{world}', '{ada}')",
        $"INSERT INTO core_feedback (id, timestamp, module, message, trace, world_id) VALUES ('{Guid.NewGuid()}', {Now}, 'm', 'x', '', '{world}')",
        $"INSERT INTO core_user_blocked_users (from_user_id, to_user_id) VALUES ('{ada}', '{ben}')",
        $$"""INSERT INTO core_webpushclient (endpoint, subscription, user_id) VALUES ('https://p/{{ada}}', '{}', '{{ada}}')""",
        $"INSERT INTO core_shorttoken (expires, short_token, long_token, world_id) VALUES ({Now}, '{Guid.NewGuid():N}', 'x', '{world}')",
        $"INSERT INTO core_anonymousinvite (expires, short_token, room_id, world_id) VALUES ({Now}, '{Guid.NewGuid():N}', '{room}', '{world}')",
        $"INSERT INTO core_announcement (id, text, timestamp, world_id, state) VALUES ('{Guid.NewGuid()}', 'a', {Now}, '{world}', 'active')",
        $"INSERT INTO core_plannedusage (start, \"end\", attendees, notes, world_id) VALUES ('2029-01-01', '2029-01-02', 5, '', '{world}')",
        $"""
        INSERT INTO storage_storedfile (id, filename, type, file, public, user_id, world_id) VALUES
            ('{Guid.NewGuid()}', 'a', 'image/png', 'pub/{world}/a', TRUE, '{ada}', '{world}'),
            ('{Guid.NewGuid()}', 'logo', 'image/png', 'pub/{world}/logo', TRUE, NULL, '{world}')
        """,
    ];
}
