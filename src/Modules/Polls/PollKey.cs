using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Polls;

/// <summary>A poll with its place: what a vote is about.</summary>
internal readonly record struct PollKey(WorldId World, RoomId Room, PollId Poll);
