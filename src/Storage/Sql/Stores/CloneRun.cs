using System.Globalization;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Domain.Cloning;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>One copy of a world inside the writer's transaction. Nothing but the world's own row depends on what others do; the rest shares its round trips.</summary>
internal sealed class CloneRun(WriteScope scope, SqlStatements sql, ClonedWorld copy)
{
    private readonly WriteScope _scope = scope;
    private readonly SqlStatements _sql = sql;
    private readonly ClonedWorld _copy = copy;

    private WorldId World => _copy.Row.Id;

    /// <summary>False: the id or the domain is taken, and nothing is written.</summary>
    public async ValueTask<bool> RunAsync()
    {
        if (await InsertWorldAsync() == 0)
        {
            return false;
        }

        _scope.NoteVersion(World, _copy.Row.Version);
        var running = new StatementGroup();
        foreach (var room in _copy.Rooms)
        {
            Add(running, room);
        }

        foreach (var exhibitor in _copy.Exhibitors)
        {
            Add(running, exhibitor);
        }

        foreach (var file in _copy.Files)
        {
            Add(running, file);
        }

        await running.CompleteAsync();
        return true;
    }

    private ValueTask<int> InsertWorldAsync() => _scope.Prepare(_sql.World.Insert)
        .Bind("@id", World)
        .Bind("@title", _copy.Row.Title)
        .Bind("@config", _copy.Row.Config)
        .Bind("@roles", _copy.Row.Roles)
        .Bind("@traitGrants", _copy.Row.TraitGrants)
        .Bind("@domain", _copy.Row.Domain)
        .Bind("@locale", _copy.Row.Locale)
        .Bind("@timezone", _copy.Row.Timezone)
        .Bind("@featureFlags", _copy.Row.FeatureFlags ?? WorldDefaults.FeatureFlags)
        .Bind("@externalAuthUrl", _copy.Row.ExternalAuthUrl)
        .Bind("@vapidPrivateKey", _copy.Row.VapidPrivateKey)
        .Bind("@vapidPublicKey", _copy.Row.VapidPublicKey)
        .Bind("@version", _copy.Row.Version)
        .ExecuteAsync();

    private void Add(StatementGroup running, ClonedRoom room)
    {
        var row = room.Row;
        running.Add(_scope.Prepare(_sql.Clone.InsertRoom)
            .Bind("@room", row.Id)
            .Bind("@world", World)
            .Bind("@importId", row.ImportId)
            .Bind("@name", row.Name)
            .Bind("@description", row.Description)
            .Bind("@picture", row.Picture)
            .Bind("@modules", row.ModuleConfig)
            .Bind("@traitGrants", row.TraitGrants)
            .Bind("@pretalxId", row.PretalxId)
            .Bind("@priority", row.SortingPriority)
            .Bind("@deleted", room.IsDeleted)
            .Bind("@forceJoin", row.ForceJoin)
            .Bind("@scheduleData", row.ScheduleData)
            .Bind("@version", row.Version)
            .ExecuteAsync());
        _scope.NoteVersion(row.Id, row.Version);
        if (row.Channel is { } channel)
        {
            running.Add(_scope.Prepare(_sql.Import.InsertChannel).Bind("@id", channel.Value).Bind("@room", row.Id.Value).Bind("@world", World).ExecuteAsync());
        }
    }

    private void Add(StatementGroup running, ClonedExhibitor exhibitor)
    {
        var row = exhibitor.Row;
        running.Add(SqlExhibitionStore.WriteRowAsync(_scope, _sql.Exhibition.Insert, row, World));
        if (exhibitor.Links.Count > 0)
        {
            running.Add(_scope.Prepare(_sql.Exhibition.InsertLinks)
                .Bind("@exhibitor", row.Id.Value)
                .Bind("@texts", exhibitor.Links.Select(static link => link.DisplayText))
                .Bind("@urls", exhibitor.Links.Select(static link => link.Url))
                .Bind("@categories", exhibitor.Links.Select(static link => link.Category))
                .Bind("@priorities", exhibitor.Links.Select(static link => link.SortingPriority.ToString(CultureInfo.InvariantCulture)))
                .ExecuteAsync());
        }

        if (exhibitor.SocialMediaLinks.Count > 0)
        {
            running.Add(_scope.Prepare(_sql.Exhibition.InsertSocialMediaLinks)
                .Bind("@exhibitor", row.Id.Value)
                .Bind("@texts", exhibitor.SocialMediaLinks.Select(static link => link.DisplayText))
                .Bind("@urls", exhibitor.SocialMediaLinks.Select(static link => link.Url))
                .ExecuteAsync());
        }
    }

    private void Add(StatementGroup running, ClonedFile file) => running.Add(_scope.Prepare(_sql.Clone.InsertFile)
        .Bind("@file", file.Id)
        .Bind("@world", World)
        .Bind("@path", file.Path)
        .Bind("@filename", file.Filename)
        .Bind("@type", file.Type)
        .Bind("@date", file.Date)
        .Bind("@public", file.IsPublic)
        .ExecuteAsync());
}
