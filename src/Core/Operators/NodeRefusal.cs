namespace Venueless.Fast.Core.Operators;

/// <summary>A node that has not done what an operator's command asked for.</summary>
/// <param name="Node">See <see cref="Sessions.NodeIdentity.Id"/>.</param>
/// <param name="Reason">In words, for people.</param>
public sealed record NodeRefusal(string Node, string Reason);
