namespace Venueless.Fast.Core.Messaging;

/// <summary>How a broadcast is encoded between nodes. The numbers travel: never change or reuse one.</summary>
public enum BroadcastKind : byte
{
    /// <summary><see cref="SingleFormBroadcast"/>.</summary>
    SingleForm = 1,

    /// <summary><see cref="AdminFormBroadcast"/>.</summary>
    AdminForm = 2,

    /// <summary>A push for those who may read a chat channel.</summary>
    ChannelEvent = 3,

    /// <summary><c>world.user_count_change</c>.</summary>
    CrowdStep = 4,

    /// <summary><c>room.create</c>.</summary>
    RoomCreated = 5,

    /// <summary><c>room.schedule</c>.</summary>
    RoomSchedule = 6,

    /// <summary>A push about a room's questions or polls.</summary>
    RoomForms = 7,

    /// <summary><c>roulette.match_found</c> and <c>roulette.hangup</c>.</summary>
    CallStep = 8,
}
