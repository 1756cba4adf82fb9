namespace Venueless.Fast.Core.Ports;

/// <summary>The files behind the rows of <c>storage_storedfile</c>. Thread-safe.</summary>
public interface IMediaFiles
{
    /// <summary>Deletes a file. Never throws. False: it is there and cannot be deleted, the log says why. One that is missing, or no file of ours at all, is gone.</summary>
    /// <param name="path">As in <c>storage_storedfile.file</c>, below the media folder.</param>
    bool TryDelete(string path);
}
