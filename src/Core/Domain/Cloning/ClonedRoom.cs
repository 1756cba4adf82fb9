namespace Venueless.Fast.Core.Domain.Cloning;

/// <summary>A room on its way from a world to its copy. Deleted ones go along: what refers to them finds them in the copy as well.</summary>
/// <param name="Row">Its channel, if it has one, says that there is one; in the copy it is the id of a new and empty one.</param>
public sealed record ClonedRoom(RoomRow Row, bool IsDeleted);
