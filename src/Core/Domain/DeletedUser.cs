namespace Venueless.Fast.Core.Domain;

/// <summary>What a soft deletion leaves.</summary>
/// <param name="Row">The user's row afterwards.</param>
/// <param name="Files">Paths of files below the media folder whose rows are gone.</param>
/// <param name="Chat">What is gone from the chats.</param>
public sealed record DeletedUser(UserRow Row, IReadOnlyList<string> Files, ForgottenChat Chat);
