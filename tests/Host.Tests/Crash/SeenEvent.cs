namespace Venueless.Fast.Host.Tests.Crash;

/// <summary>A chat event that the server has shown to a client, in a reply or in a push.</summary>
/// <param name="Body">Text of the message; null for an event of another kind.</param>
internal sealed record SeenEvent(long Id, Guid Channel, string? Body);
