namespace Venueless.Fast.LoadTest.Reports;

/// <summary>A line of a chart.</summary>
/// <param name="Values">One for each point in time; null is a gap.</param>
internal sealed record ChartLine(string Name, string Colour, IReadOnlyList<double?> Values);
