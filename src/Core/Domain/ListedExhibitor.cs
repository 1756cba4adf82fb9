namespace Venueless.Fast.Core.Domain;

/// <summary>An exhibitor as the list of its room shows it.</summary>
public sealed record ListedExhibitor(
    ExhibitorId Id, string? Name, string? Tagline, string? ShortText, string? Logo, string? BannerList, string Size, int SortingPriority);
