namespace Venueless.Fast.Core.Operators;

/// <summary>The connections under a label.</summary>
/// <param name="Names">See <see cref="Sessions.NodeIdentity.NameOf"/>; those of one node oldest first.</param>
/// <param name="Silent">Ids of nodes that are alive as far as is known and have not answered.</param>
/// <param name="Refused">Nodes that have answered otherwise, of another version for example.</param>
public sealed record FoundConnections(IReadOnlyList<string> Names, IReadOnlyList<string> Silent, IReadOnlyList<NodeRefusal> Refused);
