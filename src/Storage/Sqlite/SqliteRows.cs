using Microsoft.Data.Sqlite;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>Columns of a row as domain values; the formats are those of <see cref="SqliteFormats"/>.</summary>
internal static class SqliteRows
{
    public static string? Text(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static Guid? Uuid(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : Guid.Parse(row.GetString(column));

    public static bool Truth(this SqliteDataReader row, int column) => row.GetInt64(column) != 0;

    public static DateTimeOffset? Time(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : SqliteFormats.ParseTime(row.GetString(column));

    // The stored UTF-8 as it is: a text column read as bytes needs no conversion.
    public static RawJson? Json(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : new RawJson(row.GetFieldValue<byte[]>(column));

    /// <summary>Columns of <c>WorldSql</c>.</summary>
    public static WorldRow World(SqliteDataReader row) => new(
        new WorldId(row.GetString(0)),
        row.GetString(1),
        row.Json(2),
        row.Json(3),
        row.Json(4),
        row.Text(5),
        row.GetString(6),
        row.GetString(7),
        row.Json(8),
        row.Text(9),
        row.Text(10),
        row.Text(11),
        row.GetInt32(12));

    /// <summary>Columns of <c>WorldSql.Rooms</c>.</summary>
    public static RoomRow Room(SqliteDataReader row) => new(
        new RoomId(row.Uuid(0)!.Value),
        row.GetString(1),
        row.Text(2),
        row.Text(3),
        row.Json(4),
        row.Json(5),
        row.GetInt32(6),
        row.Text(7),
        row.GetInt32(8),
        row.Json(9),
        row.Truth(10),
        row.GetInt32(11),
        row.Uuid(12) is { } channel ? new ChannelId(channel) : null);

    /// <summary>Columns of <c>UserSelection.Users</c>; grants come from statements of their own.</summary>
    public static UserRow User(SqliteDataReader row, IReadOnlyList<string> worldGrants, IReadOnlyList<RoomGrant> roomGrants) => new(
        new UserId(row.Uuid(0)!.Value),
        new WorldId(row.GetString(1)),
        row.Text(2),
        row.Text(3),
        row.GetString(4),
        row.GetString(5),
        row.Truth(6),
        row.Json(7) ?? RawJson.EmptyObject,
        row.Json(8) ?? RawJson.EmptyObject,
        SqliteFormats.ParseList(row.GetString(9)),
        row.Text(10),
        row.Time(11),
        row.Truth(12),
        row.GetInt32(13),
        worldGrants,
        roomGrants);

    /// <summary>Event columns of <c>ChatSql</c>; reactions come from a statement of their own.</summary>
    public static ChatEvent ChatEvent(SqliteDataReader row) => new(
        row.GetInt64(0),
        new ChannelId(row.Uuid(1)!.Value),
        row.Uuid(2) is { } sender ? new UserId(sender) : null,
        row.Time(3)!.Value,
        row.GetString(4),
        row.Json(5) ?? RawJson.EmptyObject,
        row.Time(6),
        row.IsDBNull(7) ? null : row.GetInt64(7),
        []);

    /// <summary>Columns of <c>ChatSql.Memberships</c>.</summary>
    public static Membership Membership(SqliteDataReader row) => new(
        new ChannelId(row.Uuid(0)!.Value), row.Truth(1), row.Truth(2), row.Truth(3), row.IsDBNull(4) ? 0 : row.GetInt64(4));
}
