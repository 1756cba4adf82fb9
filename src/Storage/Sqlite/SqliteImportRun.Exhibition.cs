using Venueless.Fast.Core.Domain.Import;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>Exhibitors and posters of an import.</summary>
internal sealed partial class SqliteImportRun
{
    private void WriteExhibitor(ImportedExhibitor exhibitor, int position)
    {
        var room = RequireRoom(exhibitor.Room, "exhibitors", position, "room");
        var known = Find(_scope.Prepare(_sql.FindExhibitor).Bind("@world", _import.Id).Bind("@room", room).Bind("@name", exhibitor.Name));
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

        statement.Execute();
        foreach (var link in exhibitor.Links)
        {
            Bind(_sql.AddExhibitorLink, id, link).Bind("@priority", link.SortingPriority).Execute();
        }

        foreach (var link in exhibitor.SocialMediaLinks)
        {
            Bind(_sql.AddSocialMediaLink, id, link).Execute();
        }
    }

    private void WritePoster(ImportedPoster poster, int position)
    {
        var room = RequireRoom(poster.Room, "world.import_extras.posters", position, "room");
        var presentationRoom = poster.PresentationRoom is { } importId
            ? RequireRoom(importId, "world.import_extras.posters", position, "presentation_room")
            : (Guid?)null;
        var known = Find(_scope.Prepare(_sql.FindPoster).Bind("@world", _import.Id).Bind("@importId", poster.ImportId));
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

        statement.Execute();
        if (poster.HasChannel && Find(_scope.Prepare(_sql.FindPosterChannel).Bind("@id", id)) is null)
        {
            _scope.Prepare(_sql.SetPosterChannel).Bind("@channel", WriteChannel(room: null)).Bind("@id", id).Execute();
        }

        foreach (var link in poster.Links)
        {
            if (Bind(_sql.UpdatePosterLink, id, link).Bind("@priority", link.SortingPriority).Execute() == 0)
            {
                Bind(_sql.InsertPosterLink, id, link).Bind("@priority", link.SortingPriority).Execute();
            }
        }
    }

    private SqliteStatement Bind(string statement, Guid owner, ImportedLink link) =>
        _scope.Prepare(statement).Bind("@owner", owner).Bind("@text", link.DisplayText).Bind("@url", link.Url);
}
