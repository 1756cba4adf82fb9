using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Core.Sessions;

/// <summary>Whose live results one session receives: of all polls of some rooms, and of the polls its user has voted on (polls.md section 3).</summary>
/// <remarks>Changed by the session's own commands and clean-up, one at a time; read by broadcasts on any thread, so both lists are replaced as a whole.</remarks>
public sealed class PollReceptions(Session session)
{
    private readonly Session _session = session;
    private RoomId[] _rooms = [];
    private VotedPoll[] _voted = [];

    /// <summary>The session is in this room now, or once more.</summary>
    /// <param name="withResults">It receives the results of all polls of the room.</param>
    /// <param name="voted">Polls of the room on which the user has voted.</param>
    public void Enter(RoomId room, bool withResults, IReadOnlyList<PollId> voted)
    {
        var isIn = Array.IndexOf(_rooms, room) >= 0;
        if (withResults != isIn)
        {
            Volatile.Write(ref _rooms, withResults ? [.. _rooms, room] : Array.FindAll(_rooms, other => other != room));
        }

        End(poll => poll.Room == room && !IsOneOf(poll.Poll, voted));
        foreach (var poll in voted)
        {
            Vote(room, poll);
        }
    }

    /// <summary>The user has voted on this connection; it need not be in the room.</summary>
    public void Vote(RoomId room, PollId poll)
    {
        if (!HasVoted(poll))
        {
            Volatile.Write(ref _voted, [.. _voted, new VotedPoll(room, _session.Subscribe(TopicKey.PollVoters(poll)))]);
        }
    }

    public void Leave(RoomId room) => Enter(room, withResults: false, []);

    /// <summary>Leaves all rooms.</summary>
    public void Clear()
    {
        Volatile.Write(ref _rooms, []);
        End(static _ => true);
    }

    /// <summary>The session receives the poll's results while it is open. Any thread.</summary>
    public bool Receives(RoomId room, PollId poll) => Array.IndexOf(Volatile.Read(ref _rooms), room) >= 0 || HasVoted(poll);

    private bool HasVoted(PollId poll)
    {
        foreach (var voted in Volatile.Read(ref _voted))
        {
            if (voted.Poll == poll)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOneOf(PollId poll, IReadOnlyList<PollId> polls)
    {
        foreach (var other in polls)
        {
            if (other == poll)
            {
                return true;
            }
        }

        return false;
    }

    private void End(Predicate<VotedPoll> isOver)
    {
        var ended = Array.FindAll(_voted, isOver);
        if (ended.Length == 0)
        {
            return;
        }

        Volatile.Write(ref _voted, Array.FindAll(_voted, poll => !isOver(poll)));
        foreach (var poll in ended)
        {
            TopicRegistry.Unsubscribe(poll.Subscription);
        }
    }
}
