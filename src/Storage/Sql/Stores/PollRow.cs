using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>A row of <c>core_poll</c>; columns of <c>PollSql</c>.</summary>
/// <param name="Results">The kept results; null, or an empty object: none.</param>
internal sealed record PollRow(PollId Id, RoomId Room, string Content, string State, DateTimeOffset Timestamp, bool IsPinned, RawJson? Results)
{
    public bool HasResults => Results is { IsEmptyValue: false };

    public static PollRow Read(SqlRow row) => new(
        new PollId(row.Uuid(0)), new RoomId(row.Uuid(1)), row.Text(2), row.Text(3), row.Time(4), row.Truth(5), row.Json(6));

    /// <summary>The poll with these options; kept results win over the votes (polls.md section 1).</summary>
    public Poll With(IReadOnlyList<PollOptionRow> options)
    {
        var kept = HasResults ? ReadResults() : null;
        return new Poll(
            Id,
            Room,
            Content,
            State,
            Timestamp,
            IsPinned,
            [.. options.Select(option => new PollOption(option.Id, option.Content, option.Order, kept is null ? option.Votes : kept.GetValueOrDefault(option.Id)))]);
    }

    /// <summary>The results to keep: option → number of votes.</summary>
    public static RawJson Keep(IEnumerable<(PollOptionId Option, long Votes)> options) =>
        new(JsonSerializer.SerializeToUtf8Bytes(options.ToDictionary(static option => option.Option.ToString(), static option => option.Votes)));

    private Dictionary<PollOptionId, long> ReadResults()
    {
        var results = new Dictionary<PollOptionId, long>();
        using var document = JsonDocument.Parse(Results!.Value.Memory);
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                if (Guid.TryParse(entry.Name, out var option) && entry.Value.ValueKind == JsonValueKind.Number && entry.Value.TryGetInt64(out var votes))
                {
                    results[new PollOptionId(option)] = votes;
                }
            }
        }

        return results;
    }
}
