namespace Venueless.Fast.Core.Domain.Cloning;

/// <summary>Everything of a world that a copy has (operations.md section 3.4): as it was read, or as it is to be written.</summary>
/// <param name="Files">Of the copy only: rows of the files that were copied for it.</param>
public sealed record ClonedWorld(WorldRow Row, IReadOnlyList<ClonedRoom> Rooms, IReadOnlyList<ClonedExhibitor> Exhibitors, IReadOnlyList<ClonedFile> Files);
