namespace Venueless.Fast.Core.Domain;

/// <summary>A poster with what belongs to it, as of one moment.</summary>
/// <param name="Links">By text.</param>
/// <param name="Presenters">In the order in which they were added.</param>
/// <param name="HasVoted">Whoever has asked for it.</param>
public sealed record Poster(PosterRow Row, IReadOnlyList<PosterLink> Links, IReadOnlyList<User> Presenters, long Votes, bool HasVoted)
{
    public PosterId Id => Row.Id;
}
