namespace Venueless.Fast.Core.Domain;

/// <summary>Values of <c>core_exhibitor.size</c>: width and height of the tile in the list.</summary>
public static class ExhibitorSizes
{
    public const string Small = "1x1";
    public const string Wide = "3x1";
    public const string Large = "3x3";
}
