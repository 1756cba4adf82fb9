using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Files;

/// <summary>The files on the disk of this machine. Thread-safe.</summary>
/// <param name="folder">Full path; need not exist.</param>
public sealed class MediaFolder(string folder, ILogger<MediaFolder> logger) : IMediaFiles
{
    private readonly string _folder = Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;
    private readonly ILogger _logger = logger;

    /// <inheritdoc/>
    public bool TryDelete(string path)
    {
        try
        {
            var file = Path.GetFullPath(path, _folder);

            // Rows may have been edited by hand. No question whether the file exists: it would be answered with no where it cannot be reached, and then nobody would know of it.
            if (file.StartsWith(_folder, StringComparison.Ordinal) && !Directory.Exists(file))
            {
                File.Delete(file);
            }

            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or DirectoryNotFoundException)
        {
            // No path at all, or its folder has gone as well.
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            StorageLog.FileNotDeleted(_logger, path, exception.Message);
            return false;
        }
    }
}
