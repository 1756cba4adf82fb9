using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Who was in a room on any node when its viewers were read, and everybody who may have to be listed.</summary>
/// <param name="Version">Of the last change that is in <paramref name="Present"/>; 0: the other nodes could not be asked.</param>
/// <param name="Known">More users may be in here than are present.</param>
internal sealed record SharedViewers(long Version, HashSet<UserId> Present, Dictionary<UserId, User> Known);
