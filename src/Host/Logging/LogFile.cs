using System.Text;

namespace Venueless.Fast.Host.Logging;

/// <summary>The application log file, which several processes may write at the same time; survives rotation by others because it can be opened again. Thread-safe.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _path;

    // Under _lock; null: the file cannot be opened right now.
    private FileStream? _file;

    public LogFile(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = AppendingFile.Open(path);
    }

    /// <summary>Goes on in a new file under the same name, after a rotation tool has moved the old one away (SIGHUP).</summary>
    public void Reopen()
    {
        lock (_lock)
        {
            _file?.Dispose();
            _file = null;
            try
            {
                _file = AppendingFile.Open(_path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Standard error still has everything; the next SIGHUP tries again.
            }
        }
    }

    public void Write(string line)
    {
        // One write, which other processes' lines come before or after.
        var bytes = Encoding.UTF8.GetBytes(line);
        lock (_lock)
        {
            try
            {
                _file?.Write(bytes);
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
            _file?.Dispose();
            _file = null;
        }
    }
}
