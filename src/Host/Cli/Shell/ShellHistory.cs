namespace Venueless.Fast.Host.Cli.Shell;

/// <summary>Lines that were typed, oldest first, kept in a file that only its owner may read: statements contain personal data.</summary>
internal sealed class ShellHistory
{
    private const int MaxLines = 1000;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly TextWriter _error;
    private readonly List<string> _lines = [];
    private bool _isWritable = true;

    /// <param name="path">Need not exist.</param>
    public ShellHistory(string path, TextWriter error)
    {
        _path = path;
        _error = error;
        Try(Load);
    }

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Remembers a line, unless it is blank, begins with a blank (as in shells: not to be remembered) or repeats the last one.</summary>
    public void Add(string line)
    {
        if (line.Length == 0 || char.IsWhiteSpace(line[0]) || _lines.Count > 0 && _lines[^1] == line)
        {
            return;
        }

        _lines.Add(line);
        Try(() => Write(FileMode.Append, [line]));
    }

    private void Load()
    {
        if (!File.Exists(_path))
        {
            return;
        }

        _lines.AddRange(File.ReadAllLines(_path));
        if (_lines.Count > 2 * MaxLines)
        {
            _lines.RemoveRange(0, _lines.Count - MaxLines);
            Write(FileMode.Create, _lines);
        }
    }

    private void Write(FileMode mode, IEnumerable<string> lines)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new StreamWriter(_path, options);
        if (!OperatingSystem.IsWindows())
        {
            // Also if somebody has made it otherwise.
            File.SetUnixFileMode(_path, OwnerOnly);
        }

        foreach (var line in lines)
        {
            file.WriteLine(line);
        }
    }

    // A shell without a memory is still a shell.
    private void Try(Action step)
    {
        try
        {
            if (_isWritable)
            {
                step();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _isWritable = false;
            _error.WriteLine($"{_path}: the history is not kept: {exception.Message}");
        }
    }
}
