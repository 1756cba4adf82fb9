namespace Venueless.Fast.Core.Messaging;

/// <summary>Audiences of broadcasts.</summary>
public enum TopicKind : byte
{
    /// <summary>Every connection of the process, by label (connection.md section 6).</summary>
    Version,

    /// <summary>Authenticated connections of a world.</summary>
    World,

    /// <summary>Connections of one user.</summary>
    User,

    /// <summary>Connections subscribed to a chat channel.</summary>
    Channel,

    /// <summary>Connections that entered a room.</summary>
    Room,

    /// <summary>Connections that receive the viewer list of a room.</summary>
    RoomViewers,

    /// <summary>Connections in a room that receive its visible questions.</summary>
    RoomQuestions,

    /// <summary>Connections in a room that receive its moderation queue.</summary>
    RoomQuestionModeration,

    /// <summary>Connections in a room that receive its polls.</summary>
    RoomPolls,

    /// <summary>Connections in a room that receive poll drafts and live results.</summary>
    RoomPollManagement,

    /// <summary>Connections in a room that receive live results before they vote.</summary>
    RoomPollEarlyResults,

    /// <summary>Connections that receive live results of one poll because their user has voted.</summary>
    PollVoters,

    /// <summary>Connections in one call of the roulette, and the one that waits for it to begin.</summary>
    Call,
}
