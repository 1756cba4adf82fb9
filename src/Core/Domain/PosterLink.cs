namespace Venueless.Fast.Core.Domain;

/// <summary>One row of <c>core_posterlink</c>. Two that are equal are one.</summary>
public sealed record PosterLink(string DisplayText, string Url, int SortingPriority);
