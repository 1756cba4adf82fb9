namespace Venueless.Fast.Core.Domain;

/// <summary>One row of <c>core_exhibitorsocialmedialink</c>; equal means the same link.</summary>
public sealed record SocialMediaLink(string DisplayText, string Url);
