namespace Venueless.Fast.Storage.Sql;

/// <summary>The three statements that read users of one world with their grants, by one condition on <c>core_user</c>.</summary>
internal sealed class UserSelection(string condition, string suffix = "")
{
    public string Users { get; } =
        $"""
        SELECT id, world_id, client_id, token_id, moderation_state, type, show_publicly, profile, client_state, traits, pretalx_id, last_login, deleted, version
        FROM core_user
        WHERE world_id = @world AND {condition}{suffix}
        """;

    public string WorldGrants { get; } =
        $"SELECT user_id, role FROM core_worldgrant WHERE user_id IN (SELECT id FROM core_user WHERE world_id = @world AND {condition}) ORDER BY id";

    public string RoomGrants { get; } =
        $"SELECT user_id, room_id, role FROM core_roomgrant WHERE user_id IN (SELECT id FROM core_user WHERE world_id = @world AND {condition}) ORDER BY id";
}
