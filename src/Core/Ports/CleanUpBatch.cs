namespace Venueless.Fast.Core.Ports;

/// <summary>What one transaction of a <see cref="CleanUpRule"/> has changed.</summary>
/// <param name="Rows">Fewer than <see cref="ICleanUpStore.MaxRows"/>: that was the last one.</param>
/// <param name="Files">Paths of files below the media folder whose rows are gone.</param>
public readonly record struct CleanUpBatch(int Rows, IReadOnlyList<string> Files);
