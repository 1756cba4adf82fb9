using Venueless.Fast.Core.Domain.Import;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Exhibitors and posters of an import.</summary>
internal sealed partial class ImportRun
{
    private async ValueTask WriteExhibitorAsync(ImportedExhibitor exhibitor, int position)
    {
        var room = await RequireRoomAsync(exhibitor.Room, "exhibitors", position, "room");
        var known = await FindAsync(_scope.Prepare(_sql.FindExhibitor).Bind("@world", _import.Id).Bind("@room", room).Bind("@name", exhibitor.Name));
        var id = known ?? Guid.NewGuid();
        var statement = _scope.Prepare(known is null ? _sql.InsertExhibitor : _sql.UpdateExhibitor)
            .Bind("@id", id)
            .Bind("@tagline", exhibitor.Tagline)
            .Bind("@shortText", exhibitor.ShortText)
            .Bind("@logo", exhibitor.Logo)
            .Bind("@text", exhibitor.Text)
            .Bind("@textContent", exhibitor.TextContent)
            .Bind("@size", exhibitor.Size)
            .Bind("@priority", position);
        if (known is null)
        {
            statement.Bind("@world", _import.Id).Bind("@room", room).Bind("@name", exhibitor.Name);
        }

        await statement.ExecuteAsync();
        foreach (var link in exhibitor.Links)
        {
            await Bind(_sql.AddExhibitorLink, id, link).Bind("@priority", link.SortingPriority).ExecuteAsync();
        }

        foreach (var link in exhibitor.SocialMediaLinks)
        {
            await Bind(_sql.AddSocialMediaLink, id, link).ExecuteAsync();
        }
    }

    private async ValueTask WritePosterAsync(ImportedPoster poster, int position)
    {
        var room = await RequireRoomAsync(poster.Room, "world.import_extras.posters", position, "room");
        var presentationRoom = poster.PresentationRoom is { } importId
            ? await RequireRoomAsync(importId, "world.import_extras.posters", position, "presentation_room")
            : (Guid?)null;
        var known = await FindAsync(_scope.Prepare(_sql.FindPoster).Bind("@world", _import.Id).Bind("@importId", poster.ImportId));
        var id = known ?? Guid.NewGuid();
        var statement = _scope.Prepare(known is null ? _sql.InsertPoster : _sql.UpdatePoster)
            .Bind("@id", id)
            .Bind("@room", room)
            .Bind("@presentationRoom", presentationRoom)
            .Bind("@title", poster.Title)
            .Bind("@abstract", poster.Abstract)
            .Bind("@authors", poster.Authors)
            .Bind("@tags", poster.Tags)
            .Bind("@category", poster.Category)
            .Bind("@posterUrl", poster.PosterUrl)
            .Bind("@posterPreview", poster.PosterPreview)
            .Bind("@session", poster.ScheduleSession);
        if (known is null)
        {
            statement.Bind("@world", _import.Id).Bind("@importId", poster.ImportId);
        }

        await statement.ExecuteAsync();
        if (poster.HasChannel && await FindAsync(_scope.Prepare(_sql.FindPosterChannel).Bind("@id", id)) is null)
        {
            await _scope.Prepare(_sql.SetPosterChannel).Bind("@channel", await WriteChannelAsync(room: null)).Bind("@id", id).ExecuteAsync();
        }

        foreach (var link in poster.Links)
        {
            if (await Bind(_sql.UpdatePosterLink, id, link).Bind("@priority", link.SortingPriority).ExecuteAsync() == 0)
            {
                await Bind(_sql.InsertPosterLink, id, link).Bind("@priority", link.SortingPriority).ExecuteAsync();
            }
        }
    }

    private SqlStatement Bind(string statement, Guid owner, ImportedLink link) =>
        _scope.Prepare(statement).Bind("@owner", owner).Bind("@text", link.DisplayText).Bind("@url", link.Url);
}
