namespace Venueless.Fast.Compare.Results;

/// <summary>Of the figures of several rounds.</summary>
internal static class Statistics
{
    /// <summary>The middle one, or the mean of the two in the middle; not a number when there is none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
