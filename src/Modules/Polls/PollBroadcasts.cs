using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Modules.Voting;

namespace Venueless.Fast.Modules.Polls;

/// <summary>Every unsolicited message about polls: payload and audience (polls.md section 3).</summary>
internal static class PollBroadcasts
{
    private static ReadOnlySpan<byte> ChangedStart => "[\"poll.created_or_updated\","u8;

    /// <summary>Readers for what attendees see, else managers.</summary>
    public static TopicKey Audience(RoomId room, bool isShown) => isShown ? TopicKey.RoomPolls(room) : TopicKey.RoomPollManagement(room);

    /// <summary>Who receives each vote's results, in the order of delivery; whoever is in several gets several copies.</summary>
    public static TopicKey[] VoteAudience(RoomId room, PollId poll) =>
        [TopicKey.RoomPollManagement(room), TopicKey.RoomPollEarlyResults(room), TopicKey.PollVoters(poll)];

    /// <summary><c>poll.created_or_updated</c>, the same for everybody.</summary>
    /// <param name="payload">Of <see cref="PollObject"/>.</param>
    public static Broadcast Changed(RoomId room, ReadOnlySpan<byte> payload) => RoomFormsBroadcast.Single(room, VotingPushes.Frame(ChangedStart, payload));

    /// <summary><c>poll.created_or_updated</c> after an update.</summary>
    /// <param name="payload">With results.</param>
    public static Broadcast Updated(Poll poll, ReadOnlySpan<byte> payload) => poll.IsOpen
        ? new RoomFormsBroadcast(
            poll.Room, poll.Id, VotingPushes.Frame(ChangedStart, payload), VotingPushes.Frame(ChangedStart, PollObject.Payload(poll, withResults: false)))
        : Changed(poll.Room, payload);

    /// <summary><c>poll.deleted</c></summary>
    public static Broadcast Deleted(Poll poll) => VotingPushes.Of("[\"poll.deleted\","u8, poll.Room, poll.Id.Value);

    /// <summary><c>poll.pinned</c></summary>
    public static Broadcast Pinned(Poll poll) => VotingPushes.Of("[\"poll.pinned\","u8, poll.Room, poll.Id.Value);

    /// <summary><c>poll.unpinned</c></summary>
    public static Broadcast Unpinned(RoomId room) => VotingPushes.Of("[\"poll.unpinned\","u8, room);
}
