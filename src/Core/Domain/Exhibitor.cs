using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain;

/// <summary>One row of <c>core_exhibitor</c> (exhibition.md section 1).</summary>
/// <param name="Size">One of <see cref="ExhibitorSizes"/>.</param>
public sealed record Exhibitor(
    ExhibitorId Id,
    string? Name,
    string? Tagline,
    string? ShortText,
    string? Logo,
    string? BannerList,
    string? BannerDetail,
    bool ContactEnabled,
    string? TextLegacy,
    RawJson TextContent,
    string Size,
    int SortingPriority,
    RoomId Room,
    RoomId? HighlightedRoom)
{
    private static readonly RawJson NoText = new("[]"u8.ToArray());

    /// <summary>An exhibitor of whom nothing is known but the room.</summary>
    public static Exhibitor New(ExhibitorId id, RoomId room) =>
        new(id, null, null, null, null, null, null, ContactEnabled: true, null, NoText, ExhibitorSizes.Small, 0, room, null);
}
