using System.Globalization;
using System.Text.RegularExpressions;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>What <c>/metrics</c> of all nodes says together, read as Prometheus reads it.</summary>
internal sealed partial class MetricsPage
{
    private readonly List<(string Name, Dictionary<string, string> Labels, double Value)> _samples = [];

    /// <summary>Names of all samples, those of a histogram with their endings.</summary>
    public IReadOnlySet<string> Names => _samples.Select(static sample => sample.Name).ToHashSet(StringComparer.Ordinal);

    public static async Task<MetricsPage> ScrapeAsync(WireServer server)
    {
        using var http = new HttpClient();
        var page = new MetricsPage();
        foreach (var port in server.Ports)
        {
            page.Read(await http.GetStringAsync($"http://127.0.0.1:{port}/metrics"));
        }

        return page;
    }

    /// <summary>The sum of all samples with this name and these labels; zero when there are none.</summary>
    public double Sum(string name, params (string Label, string Value)[] labels) => _samples
        .Where(sample => sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Label) == label.Value))
        .Sum(static sample => sample.Value);

    /// <summary>All values of a label.</summary>
    public IReadOnlySet<string> Values(string name, string label) => _samples
        .Where(sample => sample.Name == name && sample.Labels.ContainsKey(label))
        .Select(sample => sample.Labels[label])
        .ToHashSet(StringComparer.Ordinal);

    private void Read(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => line[0] != '#'))
        {
            var match = Sample().Match(line);
            Assert.True(match.Success, $"Not a sample: {line}");
            var labels = Label().Matches(match.Groups["labels"].Value)
                .ToDictionary(static label => label.Groups[1].Value, static label => label.Groups[2].Value, StringComparer.Ordinal);
            _samples.Add((match.Groups["name"].Value, labels, double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)));
        }
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)( \d+)?$""")]
    private static partial Regex Sample();

    [GeneratedRegex("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Label();
}
