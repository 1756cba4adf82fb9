using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain;

/// <summary>A configured feature inside a room: one entry of <c>core_room.module_config</c>.</summary>
/// <param name="Type">Wire name, see <see cref="ModuleTypes"/>; free text to the server.</param>
/// <param name="Config">The entry's <c>config</c> object; <c>{}</c> when it is missing or null.</param>
/// <param name="Raw">The whole stored entry, sent to clients unchanged but for the exceptions of rooms.md section 2.1.</param>
public sealed record RoomModule(string Type, RawJson Config, RawJson Raw);
