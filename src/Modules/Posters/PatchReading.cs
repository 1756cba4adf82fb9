using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Posters;

/// <summary>Makes a change of a poster of a <see cref="PatchBody"/>.</summary>
internal static class PatchReading
{
    // In no world: a key that is there and names no room is refused by the store, after its other checks.
    private static readonly RoomId NoRoom = new(Guid.Empty);

    /// <summary>The message of <c>protocol.invalid_body</c>; null: the patch is good.</summary>
    public static string? TryRead(PatchBody body, bool byManager, out PosterPatch? patch)
    {
        patch = null;
        var isNew = body.Id.Length == 0;
        var id = Guid.NewGuid();
        if (!isNew && !PatchValues.TryReadGuid(body.Id, out id))
        {
            return "body.id: expected a UUID";
        }

        if (!byManager)
        {
            // Ignored, whatever is in them.
            body = body with { Tags = null, Category = null, ScheduleSession = null, PresentationRoom = null, Presenters = null };
        }

        var (parentRoom, presentationRoom) = ((RoomId?)null, (RoomId?)null);
        var (links, presenters) = ((IReadOnlyList<PosterLink>?)null, (IReadOnlyList<UserId>?)null);
        var fault = ReadFields(body, out var change)
            ?? PatchValues.CheckText(body.Category, "body.category")
            ?? PatchValues.CheckText(body.ScheduleSession, "body.schedule_session")
            ?? PatchValues.CheckText(body.PresentationRoom, "body.presentation_room_id")
            ?? PatchValues.ReadRoom(body.ParentRoom, "body.parent_room_id", out parentRoom)
            ?? PatchValues.ReadRoom(body.PresentationRoom, "body.presentation_room_id", out presentationRoom)
            ?? PatchValues.ReadLinks(body.Links, out links)
            ?? PatchValues.ReadPresenters(body.Presenters, out presenters);
        if (fault is not null)
        {
            return fault;
        }

        patch = new PosterPatch
        {
            Poster = new PosterId(id),
            IsNew = isNew,
            ByManager = byManager,
            Change = change!,
            ParentRoom = body.ParentRoom is null ? null : parentRoom ?? NoRoom,
            SetsPresentationRoom = body.PresentationRoom is not null,
            PresentationRoom = presentationRoom,
            Links = links,
            Presenters = presenters,
        };
        return null;
    }

    private static string? ReadFields(PatchBody body, out Func<PosterRow, PosterRow>? change)
    {
        change = null;
        var title = PatchValues.ReadText(body.Title);
        var category = PatchValues.ReadText(body.Category);
        var session = PatchValues.ReadText(body.ScheduleSession);
        var posterUrl = PatchValues.ReadText(body.PosterUrl);
        var posterPreview = PatchValues.ReadText(body.PosterPreview);
        if ((PatchValues.CheckTags(body.Tags) ?? PatchValues.CheckUrl(posterUrl, "body.poster_url") ?? PatchValues.CheckUrl(posterPreview, "body.poster_preview"))
            is { } fault)
        {
            return fault;
        }

        change = row => row with
        {
            Title = body.Title is null ? row.Title : title,
            Abstract = body.Abstract ?? row.Abstract,
            Authors = body.Authors ?? row.Authors,
            PosterUrl = body.PosterUrl is null ? row.PosterUrl : posterUrl,
            PosterPreview = body.PosterPreview is null ? row.PosterPreview : posterPreview,
            Tags = body.Tags ?? row.Tags,
            Category = body.Category is null ? row.Category : category,
            ScheduleSession = body.ScheduleSession is null ? row.ScheduleSession : session,
        };
        return null;
    }
}
