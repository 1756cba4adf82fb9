namespace Venueless.Fast.Core.Domain.Cloning;

/// <summary>An exhibitor on its way from a world to its copy: without staff and without contact requests.</summary>
public sealed record ClonedExhibitor(Exhibitor Row, IReadOnlyList<ExhibitorLink> Links, IReadOnlyList<SocialMediaLink> SocialMediaLinks);
