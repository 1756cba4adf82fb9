using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Who was in a room on any node at one moment.</summary>
/// <param name="Version">Of the last change in it, see <see cref="RoomChange.Version"/>.</param>
/// <param name="Users">Each once, in any order.</param>
public sealed record RoomUsers(long Version, IReadOnlyList<UserId> Users);
