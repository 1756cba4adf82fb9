namespace Venueless.Fast.Core.Messaging.Nodes;

/// <summary>One push of a message cannot be read here, because it is of a newer node or broken; what follows it can.</summary>
internal sealed class UnreadablePushException(string message, Exception? inner = null) : FormatException(message, inner);
