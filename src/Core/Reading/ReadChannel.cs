namespace Venueless.Fast.Core.Reading;

/// <summary>What is known of a channel that a user reads.</summary>
internal struct ReadChannel
{
    /// <summary>What was read last, on this node; 0: nothing.</summary>
    public long ReadUpTo;

    /// <summary>When the membership was read, as a timestamp.</summary>
    public long CheckedAt;

    /// <summary>The number of changes of memberships at that time; -1: it was not read.</summary>
    public int Changes;

    public ReaderMembership Membership;
}
