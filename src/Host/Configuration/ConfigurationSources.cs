using System.Collections;

namespace Venueless.Fast.Host.Configuration;

/// <summary>Where configuration comes from: environment variables and the places of configuration files. Tests put their own here.</summary>
internal sealed record ConfigurationSources
{
    public const string FileVariable = "VENUELESS_CONFIG_FILE";

    private const string Prefix = "VENUELESS_";

    // These two say where the server listens and keeps its files, not what it is: the quick start works with them too.
    private static readonly string[] NeutralVariables = ["VENUELESS_LISTEN", "VENUELESS_DATA_DIR"];

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string WorkingFolder { get; init; }

    /// <summary>Files in the order of reading, later ones win; used when <see cref="FileVariable"/> is not set.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public static ConfigurationSources OfProcess()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        var folder = Directory.GetCurrentDirectory();
        var home = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile);
        return new ConfigurationSources
        {
            Environment = environment,
            WorkingFolder = folder,
            Files = ["/etc/venueless/venueless.cfg", Path.Combine(home, ".venueless.cfg"), Path.Combine(folder, "venueless.cfg")],
        };
    }

    /// <summary>The files that exist and count, in the order of reading.</summary>
    public IReadOnlyList<string> FindFiles()
    {
        if (!Environment.TryGetValue(FileVariable, out var file) || file.Length == 0)
        {
            return [.. Files.Where(File.Exists)];
        }

        var path = Path.Combine(WorkingFolder, file);
        return File.Exists(path) ? [path] : throw new ConfigurationException($"{FileVariable}: the file {path} does not exist");
    }

    /// <summary>True when the operator has configured anything; false is the quick start with a sample world.</summary>
    public bool HasConfiguration() =>
        FindFiles().Count > 0
        || Environment.Keys.Any(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !NeutralVariables.Contains(name, StringComparer.Ordinal));
}
