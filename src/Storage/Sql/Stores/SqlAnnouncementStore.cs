using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlAnnouncementStore(SqlDatabase database) : IAnnouncementStore
{
    private readonly SqlDatabase _database = database;

    public Task<IReadOnlyList<Announcement>> ReadActiveAsync(WorldId world, DateTimeOffset now, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, now),
            static async (session, from) => (IReadOnlyList<Announcement>)await session.Prepare(from.Sql.Announcement.ReadActive)
                .Bind("@world", from.world)
                .Bind("@now", from.now)
                .ReadAllAsync(Map),
            cancellation);

    public Task<IReadOnlyList<Announcement>> ReadAllAsync(WorldId world, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world),
            static async (session, from) =>
                (IReadOnlyList<Announcement>)await session.Prepare(from.Sql.Announcement.ReadAll).Bind("@world", from.world).ReadAllAsync(Map),
            cancellation);

    public Task<Announcement?> FindAsync(WorldId world, Guid id, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, id),
            static (session, from) => session.Prepare(from.Sql.Announcement.Find).Bind("@id", from.id).Bind("@world", from.world).ReadFirstAsync(Map),
            cancellation);

    public async Task<Announcement> CreateAsync(WorldId world, Announcement announcement, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var stored = AsStored(announcement);
        await _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql, world, stored, now),
            static (scope, from) => scope.Prepare(from.Sql.Announcement.Insert)
                .Bind("@id", from.stored.Id)
                .Bind("@world", from.world)
                .Bind("@text", from.stored.Text)
                .Bind("@state", from.stored.State)
                .Bind("@showUntil", from.stored.ShowUntil)
                .Bind("@now", from.now)
                .ExecuteAsync(),
            cancellation);
        _database.Stamps.NoteOwnWorldEdit();
        return stored;
    }

    public async Task<AnnouncementChange?> UpdateAsync(WorldId world, Guid id, AnnouncementUpdate update, CancellationToken cancellation = default)
    {
        var change = await _database.Writer.WriteAsync(
            WriteKey.OfRow(id), (_database.Sql, world, id, update), static (scope, from) => UpdateAsync(scope, from.Sql, from.world, from.id, from.update), cancellation);
        _database.Stamps.NoteOwnWorldEdit();
        return change;
    }

    private static async ValueTask<AnnouncementChange?> UpdateAsync(
        WriteScope scope, SqlStatements sql, WorldId world, Guid id, AnnouncementUpdate update)
    {
        var find = scope.Prepare(sql.Announcement.FindForUpdate).Bind("@id", id).Bind("@world", world);
        if (await find.ReadFirstAsync(Map) is not { } before)
        {
            return null;
        }

        var after = AsStored(update.ApplyTo(before));
        await scope.Prepare(sql.Announcement.Update)
            .Bind("@text", after.Text)
            .Bind("@state", after.State)
            .Bind("@showUntil", after.ShowUntil)
            .Bind("@id", id)
            .ExecuteAsync();
        return new AnnouncementChange(before, after);
    }

    private static Announcement Map(SqlRow row) => new(row.Uuid(0), row.Text(1), row.OptionalTime(2), row.Text(3));

    private static Announcement AsStored(Announcement announcement) =>
        announcement with { ShowUntil = announcement.ShowUntil is { } end ? StoredTime.Of(end) : null };
}
