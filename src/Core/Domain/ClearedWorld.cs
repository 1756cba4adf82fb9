namespace Venueless.Fast.Core.Domain;

/// <summary>What the clearing of a world leaves to others.</summary>
/// <param name="Files">Files to be deleted; their rows have expired.</param>
/// <param name="Chat">What is gone from its chats.</param>
public sealed record ClearedWorld(IReadOnlyList<StoredFile> Files, ForgottenChat Chat);
