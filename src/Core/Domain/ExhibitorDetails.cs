namespace Venueless.Fast.Core.Domain;

/// <summary>An exhibitor with everything that belongs to it, read in one consistent step.</summary>
/// <param name="Links">By <c>display_text</c>.</param>
/// <param name="SocialMediaLinks">By <c>display_text</c>.</param>
/// <param name="Staff">In the order of the staff rows, without those of nobody.</param>
public sealed record ExhibitorDetails(
    Exhibitor Row, IReadOnlyList<ExhibitorLink> Links, IReadOnlyList<SocialMediaLink> SocialMediaLinks, IReadOnlyList<User> Staff);
