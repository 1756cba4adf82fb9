namespace Venueless.Fast.Core.Ports;

/// <summary>Copies of stored files. Thread-safe.</summary>
public interface IMediaCopies
{
    /// <summary>Whether there is a file behind the row.</summary>
    /// <param name="path">As in <c>storage_storedfile.file</c>, below the media folder.</param>
    bool Exists(string path);

    /// <summary>The copy appears complete and on the disk, or not at all.</summary>
    /// <param name="from">An existing file.</param>
    /// <param name="to">A path that nobody has.</param>
    /// <exception cref="IOException">It could not be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read or written.</exception>
    Task CopyAsync(string from, string to, CancellationToken cancellation = default);
}
