using Venueless.Fast.Host.Configuration;

namespace Venueless.Fast.Host.Tests.Configuration;

/// <summary>A temporary folder with configuration files and an environment of its own.</summary>
internal sealed class ConfigurationFixture : IDisposable
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("venueless-test-").FullName;

    public ConfigurationSources Sources => new() { Environment = _environment, WorkingFolder = Folder, Files = _files };

    public ConfigurationFixture Variable(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    /// <summary>Adds a file that is read after those added before.</summary>
    public ConfigurationFixture File(string text, string? name = null)
    {
        _files.Add(Write(text, name ?? $"{_files.Count}.cfg"));
        return this;
    }

    public string Write(string text, string name)
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public ServerSettings Read() => ServerSettings.Read(Sources);

    public IReadOnlyList<string> ReadErrors() => Assert.Throws<ConfigurationException>(Read).Errors;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
