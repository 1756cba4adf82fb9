using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>The rooms module's own refusals (rooms.md sections 5 and 7).</summary>
internal static class RoomErrors
{
    public static readonly ErrorCode UnknownReaction = new("room.unknown_reaction");

    /// <summary>With the faults by field as details, and without a message.</summary>
    public static readonly ErrorCode InvalidConfig = new("config.invalid");
}
