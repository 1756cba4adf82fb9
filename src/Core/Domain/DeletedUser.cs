namespace Venueless.Fast.Core.Domain;

/// <summary>What a soft deletion leaves.</summary>
/// <param name="Row">The user's row afterwards.</param>
/// <param name="Files">Paths of files below the media folder whose rows are gone.</param>
public sealed record DeletedUser(UserRow Row, IReadOnlyList<string> Files);
