namespace Venueless.Fast.Core.Ports;

/// <summary>What is put in order from time to time (operations.md section 3.11). An age is that of the row in the moment of the run; rows exactly that old stay.</summary>
public enum CleanUpRule
{
    /// <summary>Without an end, begun more than 6 hours ago: ended an hour after their start. Who is in the room still sets the real end when leaving it.</summary>
    ForgottenRoomViews,

    /// <summary>Ended ones of worlds that have <c>track_room_views</c> switched off: deleted.</summary>
    UntrackedRoomViews,

    /// <summary>Without an end, begun more than 24 hours ago: ended 4 hours after their start.</summary>
    ForgottenWorldViews,

    /// <summary>Ended ones of worlds that have <c>track_world_views</c> switched off, not merely left out: deleted.</summary>
    UntrackedWorldViews,

    /// <summary>Expired more than an hour ago: deleted.</summary>
    RouletteRequests,

    /// <summary>Expired more than 90 days ago: deleted.</summary>
    ShortTokens,

    /// <inheritdoc cref="ShortTokens"/>
    AnonymousInvites,

    /// <summary>Of users who are gone: deleted. Ours: a node may store what it had in memory in the moment in which they go.</summary>
    OrphanedReadPointers,

    /// <inheritdoc cref="OrphanedReadPointers"/>
    OrphanedUnreadWaits,
}
