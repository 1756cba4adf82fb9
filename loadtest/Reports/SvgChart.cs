using System.Globalization;
using System.Net;
using System.Text;

namespace Venueless.Fast.LoadTest.Reports;

/// <summary>A line chart as inline SVG: time to the right, values from zero upwards.</summary>
internal static class SvgChart
{
    private const double Width = 860;
    private const double Height = 220;
    private const double Left = 70;
    private const double Right = 12;
    private const double Top = 26;
    private const double Bottom = 26;

    private static readonly int[] NiceSteps = [1, 2, 4, 8, 10];

    /// <param name="times">Seconds, ascending.</param>
    /// <param name="marks">Times at which something began, with its name.</param>
    public static string Write(string title, IReadOnlyList<double> times, IReadOnlyList<ChartLine> lines, IReadOnlyList<(double Time, string Name)> marks)
    {
        var end = Math.Max(times.Count == 0 ? 1 : times[^1], 0.001);
        var top = NiceTop(lines.SelectMany(static line => line.Values).Max() ?? 0);
        double X(double time) => Left + (time / end * (Width - Left - Right));
        double Y(double value) => Height - Bottom - (value / top * (Height - Top - Bottom));

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Encode(title)}\">");
        for (var step = 0; step <= 4; step++)
        {
            var value = top * step / 4;
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(value):0.#}\" y2=\"{Y(value):0.#}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" text-anchor=\"end\" x=\"{Left - 6}\" y=\"{Y(value) + 4:0.#}\">{TextReport.Number(Math.Round(value, 3))}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" text-anchor=\"{(step == 4 ? "end" : "middle")}\" x=\"{X(end * step / 4):0.#}\" y=\"{Height - 8}\">{end * step / 4:0.#} s</text>");
        }

        foreach (var (time, name) in marks)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"mark\" x1=\"{X(time):0.#}\" x2=\"{X(time):0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" x=\"{X(time) + 3:0.#}\" y=\"{Top + 10}\">{Encode(name)}</text>");
        }

        for (var index = 0; index < lines.Count; index++)
        {
            var line = lines[index];
            svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"none\" stroke-width=\"1.6\" stroke=\"{line.Colour}\" d=\"{Path(line, times, X, Y)}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"key\" fill=\"{line.Colour}\" x=\"{Left + (index * 150)}\" y=\"16\">{Encode(line.Name)}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static string Path(ChartLine line, IReadOnlyList<double> times, Func<double, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        var isOpen = false;
        for (var index = 0; index < times.Count; index++)
        {
            if (line.Values[index] is { } value)
            {
                path.Append(CultureInfo.InvariantCulture, $"{(isOpen ? 'L' : 'M')}{x(times[index]):0.#} {y(value):0.#}");
                // A lone point is seen too.
                path.Append(isOpen ? "" : "h0.1");
                isOpen = true;
            }
            else
            {
                isOpen = false;
            }
        }

        return path.ToString();
    }

    /// <summary>The next 1, 2, 4 or 8 times a power of ten: quarters of it are good to read.</summary>
    private static double NiceTop(double max)
    {
        if (max <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(max)));
        return NiceSteps.Select(step => step * power).First(top => top >= max * 0.999);
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
