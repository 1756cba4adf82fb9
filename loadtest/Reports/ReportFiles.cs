using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Reports;

/// <summary>Writes a result as JSON and as a page.</summary>
internal static class ReportFiles
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <param name="path">Without extension; folders are created.</param>
    /// <returns>The files.</returns>
    public static async Task<IReadOnlyList<string>> WriteAsync(LoadResult result, string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var files = new[] { path + ".json", path + ".html" };
        await File.WriteAllTextAsync(files[0], JsonSerializer.Serialize(result, Format));
        await File.WriteAllTextAsync(files[1], HtmlReport.Write(result), new UTF8Encoding(false));
        return files;
    }
}
