using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Modules.Voting;

namespace Venueless.Fast.Modules.Questions;

/// <summary>Every unsolicited message about questions: payload and audience (questions.md section 4).</summary>
internal static class QuestionBroadcasts
{
    /// <summary>Readers for what they can see, else moderators.</summary>
    public static TopicKey Audience(RoomId room, bool isVisible) => isVisible ? TopicKey.RoomQuestions(room) : TopicKey.RoomQuestionModeration(room);

    /// <summary><c>question.created_or_updated</c></summary>
    /// <param name="payload">Of <see cref="QuestionObject"/>.</param>
    public static Broadcast Changed(RoomId room, ReadOnlySpan<byte> payload) =>
        RoomFormsBroadcast.Single(room, VotingPushes.Frame("[\"question.created_or_updated\","u8, payload));

    /// <summary><c>question.deleted</c></summary>
    public static Broadcast Deleted(Question question) => VotingPushes.Of("[\"question.deleted\","u8, question.Room, question.Id.Value);

    /// <summary><c>question.pinned</c></summary>
    public static Broadcast Pinned(Question question) => VotingPushes.Of("[\"question.pinned\","u8, question.Room, question.Id.Value);

    /// <summary><c>question.unpinned</c></summary>
    public static Broadcast Unpinned(RoomId room) => VotingPushes.Of("[\"question.unpinned\","u8, room);
}
