namespace Venueless.Fast.Core.Messaging;

/// <summary>Tells the other nodes to do something, in order with the pushes around it; this node has done it itself. Immutable.</summary>
/// <param name="Body">What the handler of the kind reads.</param>
public sealed record Signal(SignalKind Kind, ReadOnlyMemory<byte> Body);
