using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>The rooms module's own refusals (rooms.md sections 5 and 7).</summary>
internal static class RoomErrors
{
    public static readonly ErrorCode UnknownReaction = new("room.unknown_reaction");

    /// <summary>A right to create rooms, but not of this kind.</summary>
    public static readonly ErrorCode InvalidDenied = new("room.invalid.denied");

    /// <summary>No kind of room has these modules.</summary>
    public static readonly ErrorCode InvalidModules = new("room.invalid.invalid");

    public static readonly ErrorCode NameTaken = new("room.invalid.name_taken");

    public static readonly ErrorCode UnknownScheduleData = new("room.unknown_schedule_data");
}
