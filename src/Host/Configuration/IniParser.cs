namespace Venueless.Fast.Host.Configuration;

/// <summary>
/// <c>[section]</c>, <c>key = value</c> or <c>key: value</c>, full-line comments with <c>;</c> or <c>#</c>, continuation lines by deeper indentation,
/// nothing else: no inline comments, no interpolation, no quotes (operations.md section 1.1).
/// </summary>
internal sealed class IniParser(string path)
{
    private static readonly char[] Delimiters = ['=', ':'];

    private readonly IniFile _file = new();
    private readonly string _path = path;

    private string? _section;
    private string? _key;
    private int _indent;
    private List<string> _value = [];

    public IniFile Parse(string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            ReadLine(line.TrimEnd('\r'), number);
        }

        EndValue();
        return _file;
    }

    private void ReadLine(string line, int number)
    {
        var content = line.Trim();
        if (content.Length == 0)
        {
            // An empty line inside a value belongs to it when the value goes on below; EndValue drops trailing ones.
            _value.Add("");
            return;
        }

        if (content[0] is ';' or '#')
        {
            return;
        }

        var indent = line.Length - line.TrimStart().Length;
        if (_key is not null && indent > _indent)
        {
            _value.Add(content);
            return;
        }

        EndValue();
        _indent = indent;
        if (content[0] == '[')
        {
            OpenSection(content, number);
        }
        else
        {
            OpenKey(content, number);
        }
    }

    private void OpenSection(string content, int number)
    {
        var end = content.IndexOf(']', StringComparison.Ordinal);
        if (end <= 1)
        {
            throw Error(number, "a section line looks like [section]");
        }

        _section = content[1..end];
        if (!_file.TryAddSection(_section))
        {
            throw Error(number, $"the section [{_section}] appears twice");
        }
    }

    private void OpenKey(string content, int number)
    {
        if (_section is null)
        {
            throw Error(number, "a [section] line must come first");
        }

        var delimiter = content.IndexOfAny(Delimiters);
        if (delimiter <= 0)
        {
            // The line itself is not shown: it may hold a secret.
            throw Error(number, "expected \"key = value\"");
        }

        var key = content[..delimiter].TrimEnd();
        if (!_file.TryAdd(_section, key, ""))
        {
            throw Error(number, $"the key \"{key}\" appears twice in [{_section}]");
        }

        _key = key;
        _value = [content[(delimiter + 1)..].TrimStart()];
    }

    private void EndValue()
    {
        if (_key is not null)
        {
            _file.Replace(_section!, _key, string.Join('\n', _value).TrimEnd());
            _key = null;
        }

        _value = [];
    }

    private ConfigurationException Error(int number, string message) => new($"{_path}:{number}: {message}");
}
