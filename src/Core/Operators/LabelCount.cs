namespace Venueless.Fast.Core.Operators;

/// <summary>A connection label, and about how many connections have it.</summary>
public readonly record struct LabelCount(string Label, long Connections);
