using System.Diagnostics.CodeAnalysis;

namespace Venueless.Fast.Host.Configuration;

/// <summary>
/// One parsed configuration file: sections with case-sensitive names, keys without regard to case, the section <c>[DEFAULT]</c> as fallback of the
/// sections that the file has (operations.md section 1.1).
/// </summary>
internal sealed class IniFile
{
    public const string DefaultSection = "DEFAULT";

    private readonly Dictionary<string, Dictionary<string, string>> _sections = new(StringComparer.Ordinal);

    public IEnumerable<string> Sections => _sections.Keys;

    /// <summary>The value of the section itself, without the fallback.</summary>
    public bool TryGet(string section, string key, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return _sections.TryGetValue(section, out var keys) && keys.TryGetValue(key, out value);
    }

    /// <summary>Reads a file; a syntax error or an unreadable file is a <see cref="ConfigurationException"/> with file and line.</summary>
    public static IniFile Read(string path)
    {
        try
        {
            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: cannot be read: {exception.Message}");
        }
    }

    public static IniFile Parse(string path, string text) => new IniParser(path).Parse(text);

    internal bool TryAddSection(string section)
    {
        if (_sections.TryAdd(section, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)))
        {
            return true;
        }

        // [DEFAULT] may be opened again, only its keys must not repeat.
        return section == DefaultSection;
    }

    internal bool TryAdd(string section, string key, string value) => _sections[section].TryAdd(key, value);

    internal void Replace(string section, string key, string value) => _sections[section][key] = value;
}
