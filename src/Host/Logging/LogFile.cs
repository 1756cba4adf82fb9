namespace Venueless.Fast.Host.Logging;

/// <summary>The application log file; survives rotation by others because it can be opened again. Thread-safe.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _path;

    // Under _lock; null: the file cannot be opened right now.
    private StreamWriter? _writer;

    public LogFile(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _writer = Open();
    }

    /// <summary>Goes on in a new file under the same name, after a rotation tool has moved the old one away (SIGHUP).</summary>
    public void Reopen()
    {
        lock (_lock)
        {
            _writer?.Dispose();
            _writer = null;
            try
            {
                _writer = Open();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Standard error still has everything; the next SIGHUP tries again.
            }
        }
    }

    public void Write(string line)
    {
        lock (_lock)
        {
            try
            {
                _writer?.Write(line);
            }
            catch (IOException)
            {
                // A full disk must not fail the command that logs.
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }

    // Append: several processes may write; each line is one write.
    private StreamWriter Open() =>
        new(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { AutoFlush = true };
}
