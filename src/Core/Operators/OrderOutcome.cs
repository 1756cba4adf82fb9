namespace Venueless.Fast.Core.Operators;

/// <summary>Whom an operator's order has reached.</summary>
/// <param name="Connections">Addressed on the nodes that have answered.</param>
/// <param name="Nodes">How many have answered, those without a matching connection included.</param>
/// <param name="Silent">Ids of nodes that are alive as far as is known and have not answered.</param>
public sealed record OrderOutcome(int Connections, int Nodes, IReadOnlyList<string> Silent);
