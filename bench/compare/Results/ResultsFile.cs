using System.Text.Encodings.Web;
using System.Text.Json;

namespace Venueless.Fast.Compare.Results;

/// <summary>The committed form of a run: a page for people, and every single figure for programs.</summary>
internal static class ResultsFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // No browser reads this as a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Replaces the results of an earlier run of this scenario.</summary>
    /// <param name="folder">Made if missing.</param>
    /// <param name="scenario">Name of the files.</param>
    /// <param name="command">That gave the results.</param>
    /// <param name="notes">What was compared, in sentences.</param>
    /// <param name="tables">Markdown.</param>
    /// <param name="measurements">All rounds.</param>
    public static async Task WriteAsync<T>(
        string folder, string scenario, Machine machine, string command, string notes, string tables, IReadOnlyList<T> measurements)
    {
        Directory.CreateDirectory(folder);
        var page = $"# {scenario}\n\n{machine}.\n\n```sh\n{command}\n```\n\n{notes}\n\n{tables.TrimEnd()}\n";
        await File.WriteAllTextAsync(Path.Combine(folder, $"{scenario}.md"), page);
        var document = JsonSerializer.Serialize(new { machine, command, notes, measurements }, Options);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{scenario}.json"), document + "\n");
    }
}
