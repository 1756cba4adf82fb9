using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain;

/// <summary>One row of <c>core_poster</c>; see posters.md section 1.</summary>
/// <param name="Abstract">Rich text: a list of operations, or an object that has one.</param>
public sealed record PosterRow(
    PosterId Id,
    string? Title,
    RawJson Abstract,
    RawJson Authors,
    string? Category,
    RawJson Tags,
    string? PosterUrl,
    string? PosterPreview,
    string? ScheduleSession,
    RoomId ParentRoom,
    RoomId? PresentationRoom,
    ChannelId? Channel);
