using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>A checked <c>exhibition.patch</c>: what it does to an exhibitor (exhibition.md section 2).</summary>
/// <param name="Id">Of a new exhibitor, too.</param>
/// <param name="Creates">False: the exhibitor has to be there.</param>
/// <param name="IsByManager">False: only staff of the exhibitor may make the change, and its rooms stay.</param>
/// <param name="Change">What becomes of the row, besides its rooms. Pure: a write may be repeated.</param>
/// <param name="Room">Where it moves; <see cref="NoRoom"/>: to a room that cannot be; null: it stays.</param>
/// <param name="HighlightedRoom">Null, or unknown in this world: none.</param>
/// <param name="Links">Exactly these, each once; null: they stay.</param>
/// <param name="SocialMediaLinks">Exactly these, each once; null: they stay.</param>
/// <param name="Staff">Exactly these, each once; null: they stay.</param>
public sealed record ExhibitorPatch(
    ExhibitorId Id,
    bool Creates,
    bool IsByManager,
    Func<Exhibitor, Exhibitor> Change,
    RoomId? Room,
    RoomId? HighlightedRoom,
    IReadOnlyList<ExhibitorLink>? Links,
    IReadOnlyList<SocialMediaLink>? SocialMediaLinks,
    IReadOnlyList<UserId>? Staff)
{
    /// <summary>The id of no room.</summary>
    public static readonly RoomId NoRoom = new(Guid.Empty);
}
