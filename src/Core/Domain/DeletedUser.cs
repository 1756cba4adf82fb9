namespace Venueless.Fast.Core.Domain;

/// <summary>What a soft deletion leaves.</summary>
/// <param name="Row">The user's row afterwards.</param>
/// <param name="Files">Files to be deleted; their rows have expired.</param>
/// <param name="Chat">What is gone from the chats.</param>
public sealed record DeletedUser(UserRow Row, IReadOnlyList<StoredFile> Files, ForgottenChat Chat);
