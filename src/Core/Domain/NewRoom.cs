using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain;

/// <summary>A room to be created by <c>room.create</c> (rooms.md section 5.1).</summary>
/// <param name="Id">Drawn by the caller.</param>
/// <param name="Channel">The id for its channel; null: the modules contain no chat.</param>
public sealed record NewRoom(RoomId Id, string Name, string? Description, RawJson TraitGrants, RawJson ModuleConfig, ChannelId? Channel);
