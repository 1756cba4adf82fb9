namespace Venueless.Fast.Core.Operators;

/// <summary>What the nodes count.</summary>
/// <param name="Nodes">One entry per node that has told, by id.</param>
/// <param name="Silent">Ids of nodes that are alive as far as is known and have not answered.</param>
/// <param name="Refused">Nodes that have answered otherwise, of another version for example.</param>
public sealed record FoundStatistics(IReadOnlyList<NodeStatistics> Nodes, IReadOnlyList<string> Silent, IReadOnlyList<NodeRefusal> Refused);
