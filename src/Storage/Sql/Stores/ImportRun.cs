using System.Globalization;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Domain.Import;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>One import inside the writer's transaction: find by match key, then update or insert, so that a repeated import keeps every id.</summary>
internal sealed partial class ImportRun(WriteScope scope, ImportSql sql, WorldImport import, DateTimeOffset now)
{
    private readonly WriteScope _scope = scope;
    private readonly ImportSql _sql = sql;
    private readonly WorldImport _import = import;
    private readonly DateTimeOffset _now = now;

    public async ValueTask RunAsync()
    {
        await WriteWorldAsync();
        for (var index = 0; index < _import.Rooms.Count; index++)
        {
            await WriteRoomAsync(_import.Rooms[index], index);
        }

        for (var index = 0; index < _import.Exhibitors.Count; index++)
        {
            await WriteExhibitorAsync(_import.Exhibitors[index], index);
        }

        foreach (var announcement in _import.Announcements)
        {
            await WriteAnnouncementAsync(announcement);
        }

        for (var index = 0; index < _import.Posters.Count; index++)
        {
            await WritePosterAsync(_import.Posters[index], index);
        }
    }

    private async ValueTask WriteWorldAsync()
    {
        if (_import.Domain is { } domain
            && await _scope.Prepare(_sql.FindDomainOwner).Bind("@domain", domain).Bind("@world", _import.Id).ReadTextAsync() is { } owner)
        {
            throw new WorldImportException($"The domain {domain} belongs to world {owner}.");
        }

        var isKnown = await _scope.Prepare(_sql.FindWorld).Bind("@world", _import.Id).ReadTextAsync() is not null;
        var statement = _scope.Prepare(isKnown ? _sql.UpdateWorld : _sql.InsertWorld)
            .Bind("@world", _import.Id)
            .Bind("@title", _import.Title)
            .Bind("@config", _import.Config)
            .Bind("@roles", _import.Roles)
            .Bind("@traitGrants", _import.TraitGrants)
            .Bind("@domain", _import.Domain);
        if (!isKnown)
        {
            var keys = VapidKeys.Create();
            statement
                .Bind("@locale", WorldDefaults.Locale)
                .Bind("@timezone", WorldDefaults.Timezone)
                .Bind("@featureFlags", WorldDefaults.FeatureFlags)
                .Bind("@privateKey", keys.PrivateKey)
                .Bind("@publicKey", keys.PublicKey)
                .Bind("@version", WorldDefaults.Version);
        }

        _scope.NoteVersion(_import.Id, await statement.ReadNumberAsync());
    }

    private async ValueTask WriteRoomAsync(ImportedRoom room, int position)
    {
        var known = await FindRoomAsync(room.ImportId);
        var id = known ?? Guid.NewGuid();
        var statement = _scope.Prepare(known is null ? _sql.InsertRoom : _sql.UpdateRoom)
            .Bind("@id", id)
            .Bind("@name", room.Name)
            .Bind("@description", room.Description)
            .Bind("@modules", room.Modules)
            .Bind("@traitGrants", room.TraitGrants)
            .Bind("@pretalxId", room.PretalxId)
            .Bind("@priority", position);
        if (known is null)
        {
            statement.Bind("@world", _import.Id).Bind("@importId", room.ImportId).Bind("@version", WorldDefaults.Version);
        }

        _scope.NoteVersion(new RoomId(id), await statement.ReadNumberAsync());
        if (room.HasChat && await FindAsync(_scope.Prepare(_sql.FindRoomChannel).Bind("@room", id)) is null)
        {
            await WriteChannelAsync(id);
        }
    }

    private async ValueTask WriteAnnouncementAsync(ImportedAnnouncement announcement)
    {
        var known = await FindAsync(_scope.Prepare(_sql.FindAnnouncement).Bind("@world", _import.Id).Bind("@text", announcement.Text));
        var statement = _scope.Prepare(known is null ? _sql.InsertAnnouncement : _sql.UpdateAnnouncement)
            .Bind("@id", known ?? Guid.NewGuid())
            .Bind("@state", announcement.State)
            .Bind("@showUntil", announcement.ShowUntil);
        if (known is null)
        {
            statement.Bind("@world", _import.Id).Bind("@text", announcement.Text).Bind("@now", _now);
        }

        await statement.ExecuteAsync();
    }

    private async ValueTask<Guid> WriteChannelAsync(Guid? room)
    {
        var id = Guid.NewGuid();
        await _scope.Prepare(_sql.InsertChannel).Bind("@id", id).Bind("@room", room).Bind("@world", _import.Id).ExecuteAsync();
        return id;
    }

    private ValueTask<Guid?> FindRoomAsync(string importId) => FindAsync(_scope.Prepare(_sql.FindRoom).Bind("@world", _import.Id).Bind("@importId", importId));

    // Also rooms of earlier imports: a document may add exhibitors to a world whose rooms it does not repeat.
    private async ValueTask<Guid> RequireRoomAsync(string importId, string list, int index, string key) =>
        await FindRoomAsync(importId)
        ?? throw WorldImportException.At(string.Create(CultureInfo.InvariantCulture, $"{list}[{index}].{key}"), $"there is no room with the id {importId}");

    private static ValueTask<Guid?> FindAsync(SqlStatement statement) => statement.ReadUuidAsync();
}
