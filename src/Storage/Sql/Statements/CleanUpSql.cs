using System.Globalization;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>A batch of each rule of operations.md section 3.11. Conditions are repeated where somebody else may have changed the row between its choice and its lock.</summary>
internal sealed class CleanUpSql(SqlDialect dialect)
{
    private static readonly string Limit = $"LIMIT {ICleanUpStore.MaxRows.ToString(CultureInfo.InvariantCulture)}";

    public string Worlds { get; } = "SELECT id, config FROM core_world";

    public string EndRoomViews { get; } = EndViews(dialect, "core_roomview", hours: 1);

    public string EndWorldViews { get; } = EndViews(dialect, "core_worldview", hours: 4);

    public string DeleteRoomViews { get; } =
        $"""
        DELETE FROM core_roomview WHERE id IN (
            SELECT v.id FROM core_roomview v JOIN core_room r ON r.id = v.room_id
            WHERE v."end" IS NOT NULL AND {dialect.IsOneOf("r.world_id", "@worlds")} {Limit})
        """;

    public string DeleteWorldViews { get; } =
        $"""
        DELETE FROM core_worldview WHERE id IN (
            SELECT id FROM core_worldview WHERE "end" IS NOT NULL AND {dialect.IsOneOf("world_id", "@worlds")} {Limit})
        """;

    public string DeleteRouletteRequests { get; } = DeleteExpired("core_rouletterequest", "expiry");

    public string DeleteShortTokens { get; } = DeleteExpired("core_shorttoken", "expires");

    public string DeleteInvites { get; } = DeleteExpired("core_anonymousinvite", "expires");

    public string DeleteReadPointers { get; } = DeleteOrphans("fast_read_pointer");

    public string DeleteUnreadWaits { get; } = DeleteOrphans("fast_unread_notify");

    public string ExpiredFiles { get; } = $"SELECT id, file FROM storage_storedfile WHERE expires < @before AND id > @after ORDER BY id {Limit}";

    public string ForgetFiles { get; } = $"DELETE FROM storage_storedfile WHERE expires IS NOT NULL AND {dialect.IsOneOf("id", "@files")}";

    private static string EndViews(SqlDialect dialect, string table, int hours) =>
        $"""
        UPDATE {table} SET "end" = {dialect.HoursAfter("start", hours, "@now")}
        WHERE "end" IS NULL AND id IN (SELECT id FROM {table} WHERE "end" IS NULL AND start < @before {Limit})
        """;

    private static string DeleteOrphans(string table) =>
        $"""
        DELETE FROM {table} WHERE (user_id, channel_id) IN (
            SELECT t.user_id, t.channel_id FROM {table} t
            WHERE NOT EXISTS (SELECT 1 FROM core_user u WHERE u.id = t.user_id AND NOT u.deleted) {Limit})
        """;

    private static string DeleteExpired(string table, string column) =>
        $"DELETE FROM {table} WHERE {column} < @before AND id IN (SELECT id FROM {table} WHERE {column} < @before {Limit})";
}
