namespace Venueless.Fast.Core.Domain;

/// <summary>A room as one snapshot of its world has it.</summary>
/// <param name="World">The snapshot.</param>
/// <param name="Room">Null: it has none.</param>
public sealed record RoomInWorld(World World, Room? Room);
