namespace Venueless.Fast.Core.Operators;

/// <summary>Whom an operator's order has reached.</summary>
/// <param name="Connections">Addressed on the nodes that have answered.</param>
/// <param name="Nodes">How many have carried it out, those without a matching connection included.</param>
/// <param name="Silent">Ids of nodes that are alive as far as is known and have not answered.</param>
/// <param name="Refused">Nodes that have answered and done nothing, of another version for example.</param>
public sealed record OrderOutcome(int Connections, int Nodes, IReadOnlyList<string> Silent, IReadOnlyList<NodeRefusal> Refused);
