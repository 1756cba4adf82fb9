namespace Venueless.Fast.Core.Domain;

/// <summary>What the clearing of a world leaves to others.</summary>
/// <param name="Files">Paths of files below the media folder whose rows are gone.</param>
/// <param name="Chat">What is gone from its chats.</param>
public sealed record ClearedWorld(IReadOnlyList<string> Files, ForgottenChat Chat);
