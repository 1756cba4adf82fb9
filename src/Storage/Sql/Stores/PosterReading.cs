using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Posters as domain values: one statement per table, put together here.</summary>
internal static class PosterReading
{
    /// <param name="key">What the selection asks for.</param>
    /// <param name="viewer">Whose votes are told apart; null: nobody's.</param>
    public static async ValueTask<IReadOnlyList<Poster>> ReadAsync(SqlSession session, PosterSelection selection, WorldId world, Guid key, UserId? viewer)
    {
        var rows = await Prepare(selection.Posters).ReadAllAsync(ToRow);
        if (rows.Count == 0)
        {
            return [];
        }

        var links = await Prepare(selection.Links)
            .ReadAllAsync(static row => (Poster: row.Uuid(0), Link: new PosterLink(row.Text(1), row.Text(2), row.Integer(3))));
        var presenters = await Prepare(selection.Presenters).ReadAllAsync(static row => (Poster: row.Uuid(0), User: row.Uuid(1)));
        var users = presenters.Count == 0 ? [] : await Prepare(selection.Users.Text).ReadAllAsync(static row => new User(SqlRows.User(row)));
        var votes = await Prepare(selection.Votes)
            .Bind("@viewer", viewer?.Value)
            .ReadAllAsync(static row => (Poster: row.Uuid(0), Count: row.Number(1), Own: row.Number(2)));

        var usersById = users.ToDictionary(static user => user.Id.Value);
        var linksOf = links.ToLookup(static link => link.Poster, static link => link.Link);
        var presentersOf = presenters.Where(row => usersById.ContainsKey(row.User)).ToLookup(static row => row.Poster, row => usersById[row.User]);
        var votesOf = votes.ToDictionary(static vote => vote.Poster);
        return [.. rows.Select(row =>
        {
            var id = row.Id.Value;
            var (_, count, own) = votesOf.GetValueOrDefault(id);
            return new Poster(row, [.. linksOf[id]], [.. presentersOf[id]], count, own > 0);
        })];

        SqlStatement Prepare(string sql) => session.Prepare(sql).Bind("@world", world).Bind("@key", key);
    }

    private static PosterRow ToRow(SqlRow row) => new(
        new PosterId(row.Uuid(0)),
        row.OptionalText(1),
        row.Json(2) ?? PosterDefaults.EmptyList,
        row.Json(3) ?? PosterDefaults.EmptyList,
        row.OptionalText(4),
        row.Json(5) ?? PosterDefaults.EmptyList,
        row.OptionalText(6),
        row.OptionalText(7),
        row.OptionalText(8),
        new RoomId(row.Uuid(9)),
        row.OptionalUuid(10) is { } room ? new RoomId(room) : null,
        row.OptionalUuid(11) is { } channel ? new ChannelId(channel) : null);
}
