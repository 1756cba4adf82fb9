namespace Venueless.Fast.Core.Domain;

/// <summary>A world and its undeleted rooms, read in one consistent step, in the order of <c>sorting_priority</c>, <c>name</c>, <c>id</c>.</summary>
/// <param name="Stamp">The store's stamp of the world, read before the rows: equal stamps mean unchanged rows (connection.md section 9).</param>
public sealed record WorldData(WorldRow World, IReadOnlyList<RoomRow> Rooms, long Stamp);
