namespace Venueless.Fast.Modules.Voting;

/// <summary>Votes on one subject that are stored together.</summary>
/// <param name="votes">In the order of their arrival; none: the result is only to be announced.</param>
/// <param name="mayPublish">Decides and remembers.</param>
internal sealed class VoteRound<TVote>(IReadOnlyList<TVote> votes, Func<bool> mayPublish)
{
    private readonly Func<bool> _mayPublish = mayPublish;

    public IReadOnlyList<TVote> Votes { get; } = votes;

    /// <summary>Asked once, after the commit and the replies. False: the result is announced a little later, by a round without votes.</summary>
    public bool MayPublish() => _mayPublish();
}
