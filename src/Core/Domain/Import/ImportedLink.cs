namespace Venueless.Fast.Core.Domain.Import;

/// <summary>A link of an exhibitor or poster. On a repeated import links are matched by text and URL and never removed.</summary>
public sealed record ImportedLink(string DisplayText, string Url, int SortingPriority);
