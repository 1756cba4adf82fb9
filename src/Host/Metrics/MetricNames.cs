using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Host.Metrics;

/// <summary>How values are called in labels and tags: short, in lower case, never changed.</summary>
internal static class MetricNames
{
    public static readonly (LoginFailure Value, string Name)[] LoginFailures =
    [
        (LoginFailure.MissingToken, "missing_token"),
        (LoginFailure.ExpiredToken, "expired_token"),
        (LoginFailure.InvalidToken, "invalid_token"),
        (LoginFailure.Denied, "denied"),
        (LoginFailure.Malformed, "malformed"),
    ];

    public static readonly (TopicKind Value, string Name)[] Audiences =
    [
        (TopicKind.Version, "version"),
        (TopicKind.World, "world"),
        (TopicKind.User, "user"),
        (TopicKind.Channel, "channel"),
        (TopicKind.Room, "room"),
        (TopicKind.RoomViewers, "room_viewers"),
        (TopicKind.RoomQuestions, "room_questions"),
        (TopicKind.RoomQuestionModeration, "room_question_moderation"),
        (TopicKind.RoomPolls, "room_polls"),
        (TopicKind.RoomPollManagement, "room_poll_management"),
        (TopicKind.RoomPollEarlyResults, "room_poll_early_results"),
        (TopicKind.PollVoters, "poll_voters"),
        (TopicKind.Call, "call"),
    ];
}
