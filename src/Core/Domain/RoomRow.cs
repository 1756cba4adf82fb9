using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain;

/// <summary>One undeleted row of <c>core_room</c> with the id of its channel, if it has one; see rooms.md section 1.</summary>
public sealed record RoomRow(
    RoomId Id,
    string Name,
    string? Description,
    string? Picture,
    RawJson? TraitGrants,
    RawJson? ModuleConfig,
    int SortingPriority,
    string? ImportId,
    int PretalxId,
    RawJson? ScheduleData,
    bool ForceJoin,
    int Version,
    ChannelId? Channel);
