using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain.Import;

/// <summary>One entry of <c>world.import_extras.posters</c>, matched by its import id within the world.</summary>
/// <param name="Room">Import id of the room that shows it.</param>
/// <param name="PresentationRoom">Import id of the room where it is presented; null if none.</param>
/// <param name="HasChannel">Gets a chat channel if it has none; an existing one is never taken away.</param>
public sealed record ImportedPoster(
    string ImportId,
    string Room,
    string? Title,
    RawJson Abstract,
    RawJson Authors,
    string? Category,
    RawJson Tags,
    string? PosterUrl,
    string? PosterPreview,
    string? ScheduleSession,
    string? PresentationRoom,
    bool HasChannel,
    IReadOnlyList<ImportedLink> Links);
