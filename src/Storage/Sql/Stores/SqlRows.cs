using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Rows as domain values.</summary>
internal static class SqlRows
{
    /// <summary>Columns of <c>WorldSql</c>.</summary>
    public static WorldRow World(SqlRow row) => new(
        new WorldId(row.Text(0)),
        row.Text(1),
        row.Json(2),
        row.Json(3),
        row.Json(4),
        row.OptionalText(5),
        row.Text(6),
        row.Text(7),
        row.Json(8),
        row.OptionalText(9),
        row.OptionalText(10),
        row.OptionalText(11),
        row.Integer(12));

    /// <summary>Columns of <c>WorldSql.Rooms</c>.</summary>
    public static RoomRow Room(SqlRow row) => new(
        new RoomId(row.Uuid(0)),
        row.Text(1),
        row.OptionalText(2),
        row.OptionalText(3),
        row.Json(4),
        row.Json(5),
        row.Integer(6),
        row.OptionalText(7),
        row.Integer(8),
        row.Json(9),
        row.Truth(10),
        row.Integer(11),
        row.OptionalUuid(12) is { } channel ? new ChannelId(channel) : null);

    /// <summary>Columns of <c>UserSelection</c>. Worlds, types and states are few, users are many and stay in memory: their texts are shared.</summary>
    public static UserRow User(SqlRow row) => new(
        new UserId(row.Uuid(0)),
        new WorldId(string.Intern(row.Text(1))),
        row.OptionalText(2),
        row.OptionalText(3),
        string.Intern(row.Text(4)),
        string.Intern(row.Text(5)),
        row.Truth(6),
        row.Json(7) ?? RawJson.EmptyObject,
        row.Json(8) ?? RawJson.EmptyObject,
        row.List(9),
        row.OptionalText(10),
        row.OptionalTime(11),
        row.Truth(12),
        row.Integer(13),
        Parse(row.Json(14), static role => role.GetString()!),
        Parse(row.Json(15), static grant => new RoomGrant(new RoomId(grant[0].GetGuid()), grant[1].GetString()!)));

    /// <summary>Event columns of <c>ChatSql</c>.</summary>
    public static ChatEvent ChatEvent(SqlRow row) => new(
        row.Number(0),
        new ChannelId(row.Uuid(1)),
        row.OptionalUuid(2) is { } sender ? new UserId(sender) : null,
        row.Time(3),
        row.Text(4),
        row.Json(5) ?? RawJson.EmptyObject,
        row.OptionalTime(6),
        row.OptionalNumber(7),
        Parse(row.Json(8), static reaction => new ChatReaction(reaction[0].GetString()!, new UserId(reaction[1].GetGuid()))));

    /// <summary>Columns of <c>ChatSql.Memberships</c>.</summary>
    public static Membership Membership(SqlRow row) => new(
        new ChannelId(row.Uuid(0)), row.Truth(1), row.Truth(2), row.Truth(3), row.OptionalNumber(4) ?? 0);

    /// <summary>Columns of <c>QuestionSql</c>.</summary>
    public static Question Question(SqlRow row) => new(
        new QuestionId(row.Uuid(0)),
        new RoomId(row.Uuid(1)),
        row.Text(2),
        row.Text(3),
        row.Truth(4),
        row.Time(5),
        row.Truth(6),
        row.OptionalUuid(7) is { } sender ? new UserId(sender) : null,
        row.Number(8));

    /// <summary>A truth that may be left alone, as a parameter.</summary>
    public static long? Flag(bool? value) => value is null ? null : value.Value ? 1 : 0;

    // Nearly always empty: most users have no grants, most events no reactions.
    private static T[] Parse<T>(RawJson? list, Func<JsonElement, T> parse)
    {
        if (list is not { Utf8.Length: > 2 } json)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json.Memory);
        return [.. document.RootElement.EnumerateArray().Select(parse)];
    }
}
