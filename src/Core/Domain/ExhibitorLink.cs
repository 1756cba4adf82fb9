namespace Venueless.Fast.Core.Domain;

/// <summary>One row of <c>core_exhibitorlink</c>; equal means the same link.</summary>
/// <param name="Category"><see cref="Profile"/> or <see cref="Download"/>.</param>
public sealed record ExhibitorLink(string DisplayText, string Url, string Category, int SortingPriority)
{
    public const string Profile = "profile";
    public const string Download = "download";
}
