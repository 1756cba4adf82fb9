using System.Globalization;

namespace Venueless.Fast.Host.Configuration;

/// <summary>Looks settings up by precedence (variable, files from last to first, default) and collects what is wrong with them.</summary>
internal sealed class ConfigurationReader
{
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly IReadOnlyList<(string Path, IniFile Content)> _files;
    private readonly List<string> _errors = [];

    public ConfigurationReader(ConfigurationSources sources)
    {
        _environment = sources.Environment;
        _files = [.. sources.FindFiles().Select(path => (path, IniFile.Read(path)))];
    }

    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Records a problem of a setting. The value is not repeated: it may be a secret.</summary>
    public void Reject(string origin, string expectation) => _errors.Add($"{origin}: {expectation}");

    /// <summary>The value and where it stands; null when neither variable nor file has it.</summary>
    public (string Text, string Origin)? Find(string? key, string variable)
    {
        if (_environment.TryGetValue(variable, out var text))
        {
            return (text, variable);
        }

        return key is null ? null : FindInFiles(key);
    }

    /// <summary>True when any file has a key in this section.</summary>
    public bool HasAny(string section, IEnumerable<string> keys) => keys.Any(key => FindInFiles($"{section}.{key}") is not null);

    /// <summary>A text; the empty string is a value.</summary>
    public string Text(string? key, string variable, string fallback = "") => Find(key, variable)?.Text ?? fallback;

    public Secret Secret(string? key, string variable) => new(Text(key, variable));

    /// <summary>A text that may not be empty: the empty string means the default.</summary>
    public string NonEmptyText(string? key, string variable, string fallback)
    {
        var text = Text(key, variable, fallback);
        return text.Length == 0 ? fallback : text;
    }

    /// <summary>A whole number within bounds; the empty string means the default.</summary>
    public int Number(string? key, string variable, int fallback, int minimum, int maximum)
    {
        if (Find(key, variable) is not { Text.Length: > 0 } found)
        {
            return fallback;
        }

        if (int.TryParse(found.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum)
        {
            return number;
        }

        Reject(found.Origin, $"expected a whole number from {minimum} to {maximum}");
        return fallback;
    }

    /// <summary>A time in seconds, fractions allowed; the empty string means the default.</summary>
    public TimeSpan? Seconds(string? key, string variable, TimeSpan? fallback, TimeSpan maximum)
    {
        if (Find(key, variable) is not { Text.Length: > 0 } found)
        {
            return fallback;
        }

        if (double.TryParse(found.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= 0
            && seconds <= maximum.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        Reject(found.Origin, string.Create(CultureInfo.InvariantCulture, $"expected seconds from 0 to {maximum.TotalSeconds}"));
        return fallback;
    }

    /// <summary>In a file 1/yes/true/on or 0/no/false/off in any case; in a variable exactly <c>True</c>, everything else is false.</summary>
    public bool Switch(string? key, string variable) => SwitchOrNull(key, variable) ?? false;

    /// <summary>As <see cref="Switch"/>; null when neither variable nor file has it.</summary>
    public bool? SwitchOrNull(string? key, string variable)
    {
        if (Find(key, variable) is not { } found)
        {
            return null;
        }

        if (found.Origin == variable)
        {
            return found.Text == "True";
        }

        switch (found.Text.ToLowerInvariant())
        {
            case "1" or "yes" or "true" or "on":
                return true;
            case "0" or "no" or "false" or "off":
                return false;
            default:
                Reject(found.Origin, "expected true or false");
                return false;
        }
    }

    /// <summary>An absolute http or https URL; the empty string means the default.</summary>
    public Uri Url(string? key, string variable, Uri fallback)
    {
        if (Find(key, variable) is not { Text.Length: > 0 } found)
        {
            return fallback;
        }

        if (Uri.TryCreate(found.Text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        Reject(found.Origin, "expected a URL such as https://events.example.org");
        return fallback;
    }

    private (string Text, string Origin)? FindInFiles(string key)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        var (section, name) = (key[..dot], key[(dot + 1)..]);
        return FindInSection(section, name)
            ?? (_files.Any(file => file.Content.Sections.Contains(section)) ? FindInSection(IniFile.DefaultSection, name) : null);
    }

    private (string Text, string Origin)? FindInSection(string section, string name)
    {
        for (var index = _files.Count - 1; index >= 0; index--)
        {
            if (_files[index].Content.TryGet(section, name, out var text))
            {
                return (text, $"{_files[index].Path}: [{section}] {name}");
            }
        }

        return null;
    }
}
