using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>The ages are those of operations.md section 3.11.</summary>
internal sealed class SqlCleanUpStore(SqlDatabase database) : ICleanUpStore
{
    private static readonly TimeSpan RoomViewAge = TimeSpan.FromHours(6);
    private static readonly TimeSpan WorldViewAge = TimeSpan.FromHours(24);
    private static readonly TimeSpan RequestAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan TokenAge = TimeSpan.FromDays(90);

    private readonly SqlDatabase _database = database;

    public Task<int> RunAsync(CleanUpRule rule, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var sql = _database.Sql.CleanUp;
        return rule switch
        {
            CleanUpRule.ForgottenRoomViews => EndAsync(sql.EndRoomViews, now, RoomViewAge, cancellation),
            CleanUpRule.ForgottenWorldViews => EndAsync(sql.EndWorldViews, now, WorldViewAge, cancellation),
            CleanUpRule.UntrackedRoomViews => DeleteViewsAsync(sql.DeleteRoomViews, "track_room_views", cancellation),
            CleanUpRule.UntrackedWorldViews => DeleteViewsAsync(sql.DeleteWorldViews, "track_world_views", cancellation),
            CleanUpRule.RouletteRequests => DeleteAsync(sql.DeleteRouletteRequests, now - RequestAge, cancellation),
            CleanUpRule.ShortTokens => DeleteAsync(sql.DeleteShortTokens, now - TokenAge, cancellation),
            CleanUpRule.AnonymousInvites => DeleteAsync(sql.DeleteInvites, now - TokenAge, cancellation),
            CleanUpRule.OrphanedReadPointers => DeleteOrphansAsync(sql.DeleteReadPointers, cancellation),
            CleanUpRule.OrphanedUnreadWaits => DeleteOrphansAsync(sql.DeleteUnreadWaits, cancellation),
            _ => throw new ArgumentOutOfRangeException(nameof(rule)),
        };
    }

    private Task<int> EndAsync(string sql, DateTimeOffset now, TimeSpan age, CancellationToken cancellation) =>
        _database.Writer.WriteAsync(
            WriteKey.Alone,
            (sql, now, before: now - age),
            static (scope, from) => scope.Prepare(from.sql).Bind("@now", from.now).Bind("@before", from.before).ExecuteAsync(),
            cancellation);

    private Task<int> DeleteAsync(string sql, DateTimeOffset before, CancellationToken cancellation) =>
        _database.Writer.WriteAsync(
            WriteKey.Alone,
            (sql, before),
            static (scope, from) => scope.Prepare(from.sql).Bind("@before", from.before).ExecuteAsync(),
            cancellation);

    private Task<int> DeleteOrphansAsync(string sql, CancellationToken cancellation) =>
        _database.Writer.WriteAsync(WriteKey.Alone, sql, static (scope, sql) => scope.Prepare(sql).ExecuteAsync(), cancellation);

    private async Task<int> DeleteViewsAsync(string sql, string key, CancellationToken cancellation)
    {
        var worlds = await ListWorldsWithoutAsync(key, cancellation);
        return worlds.Count == 0
            ? 0
            : await _database.Writer.WriteAsync(
                WriteKey.Alone,
                (sql, worlds),
                static (scope, from) => scope.Prepare(from.sql).Bind("@worlds", from.worlds).ExecuteAsync(),
                cancellation);
    }

    private Task<List<string>> ListWorldsWithoutAsync(string key, CancellationToken cancellation) =>
        _database.Readers.ReadAsync(
            (_database.Sql.CleanUp, key),
            static async (session, from) =>
            {
                var worlds = await session.Prepare(from.CleanUp.Worlds).ReadAllAsync(row => (Id: row.Text(0), IsOff: IsFalse(row.Json(1), from.key)));
                return worlds.FindAll(static world => world.IsOff).ConvertAll(static world => world.Id);
            },
            cancellation);

    // Only the value false: what is missing, or anything else, keeps the rows.
    private static bool IsFalse(RawJson? config, string key)
    {
        try
        {
            using var document = JsonDocument.Parse((config ?? RawJson.EmptyObject).Memory, JsonInput.StoredOptions);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.False;
        }
        catch (JsonException)
        {
            // Edited by hand; not this rule's matter.
            return false;
        }
    }
}
