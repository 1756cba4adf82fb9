using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>One form of <c>world.updated</c>, for everybody with the same rights.</summary>
/// <param name="Rights">Of whoever it was made for.</param>
/// <param name="Frame">Owned by the broadcast.</param>
/// <param name="Rooms">What is in it.</param>
internal sealed record WorldForm(UserRights Rights, SharedFrame Frame, IReadOnlySet<RoomId> Rooms);
