using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain.Import;

/// <summary>One entry of <c>exhibitors</c>, matched by room and name; its position in the list is its <c>sorting_priority</c>.</summary>
/// <param name="Room">Import id of its room, which may come from an earlier import of the same world.</param>
public sealed record ImportedExhibitor(
    string Room,
    string? Name,
    string? Tagline,
    string? ShortText,
    string? Logo,
    string? Text,
    RawJson TextContent,
    string Size,
    IReadOnlyList<ImportedLink> Links,
    IReadOnlyList<ImportedLink> SocialMediaLinks);
