namespace Venueless.Fast.Core.Domain;

/// <summary>What lists of posters to manage show.</summary>
public readonly record struct ShortPoster(PosterId Id, string? Title);
