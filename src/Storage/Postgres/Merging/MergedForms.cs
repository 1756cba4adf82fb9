using System.Diagnostics.CodeAnalysis;
using Venueless.Fast.Storage.Sql.Statements;

namespace Venueless.Fast.Storage.Postgres.Merging;

/// <summary>
/// The statements that come in storms, when everybody arrives or leaves: on the server, and on the way to it, one statement for many rows costs a fraction of one for
/// each. Found by the identity of the single statement's text.
/// </summary>
/// <remarks>
/// A plan has to be right for one row as for hundreds: by the index on the user or the key, never by the index on open views, of which there are as many as people are here,
/// nor on the room. Hence the conditions that no index serves, and <c>OFFSET 0</c>, which keeps the look for a user's views a look per user.
/// <para>What is in here may overtake other statements of its round trip, also of its own unit; none of those who run them minds: a message beside somebody's join or leave may come before it as well as behind.</para>
/// </remarks>
internal sealed class MergedForms
{
    private readonly Dictionary<string, MergedForm> _forms = new(ReferenceEqualityComparer.Instance);

    public MergedForms(SqlStatements sql)
    {
        AddUsers(sql.User);
        AddWorldViews(sql.User);
        AddRoomViews(sql.RoomView);
        AddMemberships(sql.Chat);
        Add(
            sql.Audit.Insert,
            null,
            """
            INSERT INTO core_auditlog (timestamp, type, data, user_id, world_id)
            SELECT i.now, i.type, i.data, i.id, i.world
            FROM unnest(@now, @type, @data, @user, @world) AS i (now, type, data, id, world)
            """);
    }

    public bool TryFind(string sql, [NotNullWhen(true)] out MergedForm? form) => _forms.TryGetValue(sql, out form);

    private void AddUsers(UserSql sql)
    {
        Add(
            sql.Insert,
            "@id",
            """
            INSERT INTO core_user (id, world_id, client_id, token_id, moderation_state, type, show_publicly, profile, client_state, traits, pretalx_id, last_login, deleted, version)
            SELECT i.id, i.world, i.client, i.token, '', i.type, i.show_publicly, i.profile, i.client_state, i.traits::text[], i.pretalx, i.last_login, FALSE, i.version
            FROM unnest(@id, @world, @client, @token, @type, @showPublicly, @profile, @clientState, @traits, @pretalx, @lastLogin, @version)
                AS i (id, world, client, token, type, show_publicly, profile, client_state, traits, pretalx, last_login, version)
            ON CONFLICT DO NOTHING
            RETURNING id
            """);
        Add(
            sql.RecordLogin,
            "@user",
            """
            UPDATE core_user u SET last_login = i.now, version = u.version + 1
            FROM unnest(@now, @user) AS i (now, id)
            WHERE u.id = i.id
            RETURNING u.version, u.id
            """);
        Add(
            sql.UpdateOwnIfVersion,
            "@user",
            """
            UPDATE core_user u SET profile = i.profile, client_state = i.client_state, version = u.version + 1
            FROM unnest(@profile, @clientState, @user, @version) AS i (profile, client_state, id, version)
            WHERE u.id = i.id AND u.version = i.version
            RETURNING u.id
            """);
        Add(sql.BumpVersion, "@user", "UPDATE core_user SET version = version + 1 WHERE id = ANY(@user) RETURNING version, id");
    }

    private void AddWorldViews(UserSql sql)
    {
        Add(
            sql.EndOpenWorldViews,
            "@user",
            """
            UPDATE core_worldview v SET "end" = o.now
            FROM (SELECT i.now, w.id FROM unnest(@now, @user) AS i (now, id)
                CROSS JOIN LATERAL (SELECT id FROM core_worldview WHERE user_id = i.id AND num_nulls("end") = 1 OFFSET 0) w) o
            WHERE v.id = o.id AND num_nulls(v."end") = 1
            RETURNING v.user_id
            """);
        Add(
            sql.OpenWorldView,
            "@user",
            """
            INSERT INTO core_worldview (world_id, user_id, start, "end")
            SELECT i.world, i.id, i.now, NULL FROM unnest(@world, @user, @now) AS i (world, id, now)
            RETURNING id, user_id
            """);
        Add(
            sql.EndWorldView,
            "@view",
            """UPDATE core_worldview v SET "end" = i.now FROM unnest(@now, @view) AS i (now, id) WHERE v.id = i.id RETURNING v.id::bigint""");
        Add(sql.DeleteWorldView, "@view", "DELETE FROM core_worldview WHERE id = ANY(@view) RETURNING id::bigint");
    }

    private void AddRoomViews(RoomViewSql sql)
    {
        Add(
            RoomViewSql.EndOpen,
            "@user",
            """
            UPDATE core_roomview v SET "end" = o.now
            FROM (SELECT i.now, w.id FROM unnest(@now, @room, @user) AS i (now, room, id)
                CROSS JOIN LATERAL (SELECT id FROM core_roomview WHERE user_id = i.id AND i.room = ANY(ARRAY[room_id]) AND num_nulls("end") = 1 OFFSET 0) w) o
            WHERE v.id = o.id AND num_nulls(v."end") = 1
            RETURNING v.user_id
            """);
        Add(
            RoomViewSql.DeleteOpen,
            "@user",
            """
            DELETE FROM core_roomview v
            USING (SELECT w.id FROM unnest(@room, @user) AS i (room, id)
                CROSS JOIN LATERAL (SELECT id FROM core_roomview WHERE user_id = i.id AND i.room = ANY(ARRAY[room_id]) AND num_nulls("end") = 1 OFFSET 0) w) o
            WHERE v.id = o.id AND num_nulls(v."end") = 1
            RETURNING v.user_id
            """);
        Add(
            sql.Open,
            "@user",
            """
            INSERT INTO core_roomview (room_id, user_id, start, "end")
            SELECT r.id, i.id, i.now, NULL
            FROM unnest(@room, @user, @now) AS i (room, id, now) JOIN core_room r ON r.id = i.room AND NOT r.deleted
            FOR SHARE OF r
            RETURNING id, user_id
            """);
        Add(
            RoomViewSql.End,
            "@view",
            """UPDATE core_roomview v SET "end" = i.now FROM unnest(@now, @view) AS i (now, id) WHERE v.id = i.id RETURNING v.id::bigint""");
        Add(RoomViewSql.Delete, "@view", "DELETE FROM core_roomview WHERE id = ANY(@view) RETURNING id::bigint");
    }

    private void AddMemberships(ChatSql sql)
    {
        Add(
            sql.Join,
            "@user",
            """
            INSERT INTO core_membership (channel_id, user_id, volatile, hidden)
            SELECT i.channel, i.id, i.volatile, FALSE FROM unnest(@channel, @user, @volatile) AS i (channel, id, volatile)
            ON CONFLICT (user_id, channel_id) DO NOTHING
            RETURNING user_id
            """);
        Add(sql.Leave, "@user", Leave(""));
        Add(sql.LeaveIfVolatile, "@user", Leave(" AND m.volatile"));

        static string Leave(string condition) =>
            $"""
            DELETE FROM core_membership m
            USING unnest(@channel, @user) AS i (channel, id)
            WHERE m.channel_id = i.channel AND m.user_id = i.id{condition}
            RETURNING m.user_id
            """;
    }

    private void Add(string single, string? key, string merged) => _forms.Add(single, new MergedForm(merged, key));
}
