using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>A change of a poster, or a new one (posters.md, <c>poster.patch</c>).</summary>
public sealed record PosterPatch
{
    public required PosterId Poster { get; init; }

    public required bool IsNew { get; init; }

    /// <summary>False: only a presenter may change it, and <see cref="Links"/> and <see cref="Change"/> are all that counts.</summary>
    public required bool ByManager { get; init; }

    /// <summary>The plain fields. Called by the writer: pure and quick.</summary>
    public required Func<PosterRow, PosterRow> Change { get; init; }

    /// <summary>Null: it stays where it is. One that is not in the world refuses the whole change.</summary>
    public RoomId? ParentRoom { get; init; }

    /// <summary>False: <see cref="PresentationRoom"/> stays as it is.</summary>
    public bool SetsPresentationRoom { get; init; }

    /// <summary>Null, or not in the world: none.</summary>
    public RoomId? PresentationRoom { get; init; }

    /// <summary>All there are from now on; null: they stay.</summary>
    public IReadOnlyList<PosterLink>? Links { get; init; }

    /// <summary>All there are from now on; null: they stay.</summary>
    public IReadOnlyList<UserId>? Presenters { get; init; }
}
