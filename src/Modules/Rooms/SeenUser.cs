namespace Venueless.Fast.Modules.Rooms;

/// <summary>The newest that this node has heard of a user in a room.</summary>
/// <param name="Version">Of that change.</param>
/// <param name="IsPresent">On some node.</param>
/// <param name="At">When, <see cref="TimeProvider.GetTimestamp"/>.</param>
internal readonly record struct SeenUser(long Version, bool IsPresent, long At);
